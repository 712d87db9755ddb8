using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class ConvF32Tests
{
    internal static readonly ConvCase[] Cases =
    [
        new() { H = 28, W = 28, C = 1, M = 8, KH = 3, KW = 3 },
        new() { N = 2, H = 9, W = 5, C = 1, M = 16, KH = 3, KW = 3, DH = 2, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { N = 2, H = 13, W = 13, C = 8, M = 16, KH = 3, KW = 3 },
        new() { N = 2, H = 9, W = 11, C = 3, M = 20, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { H = 16, W = 15, C = 5, M = 24, KH = 5, KW = 3, SH = 2, SW = 2, Top = 2, Left = 0, Bottom = 1, Right = 2 },
        new() { H = 12, W = 17, C = 4, M = 9, KH = 3, KW = 3, DH = 2, DW = 3, Top = 2, Left = 3, Bottom = 2, Right = 3 },
        new() { H = 10, W = 10, C = 12, M = 18, Groups = 3, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { H = 1, W = 64, C = 6, M = 10, KH = 1, KW = 5, SW = 3, Left = 4, Right = 4 },
        new() { D = 5, H = 6, W = 7, C = 2, M = 17, KD = 3, KH = 2, KW = 3, Front = 1, Top = 1, Left = 1, Bottom = 0, Right = 1 },
        new() { H = 8, W = 8, C = 16, M = 32, KH = 1, KW = 1, SH = 2, SW = 2 },
        new() { N = 2, H = 5, W = 5, C = 64, M = 100, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { H = 12, W = 12, C = 64, M = 100, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { H = 2, W = 2, C = 3, M = 5, KH = 5, KW = 5, Top = 4, Left = 4, Bottom = 4, Right = 4 },
        new() { H = 3, W = 40, C = 3, M = 33, KH = 3, KW = 7, Top = 1, Left = 3, Bottom = 1, Right = 3 },
    ];

    [Fact]
    public void EveryKindOfShapeMatchesTheReferenceOnEverySet()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.Check(new Run(@case, int.MaxValue), @case.Reference(), 2e-5);
    }

    [Fact]
    public void PartsOfThePixelsGiveTheBitsOfTheWhole()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.CheckParts(new Run(@case, int.MaxValue), new Run(@case, 7));
    }

    private readonly record struct Run(ConvCase Case, int Part) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            ConvShape shape = Case.Shape();
            int outputs = shape.Outputs;
            using FencedFloats x = Case.Input(), w = Case.Weights(), bias = Case.Bias(), y = new((long)shape.Pixels * Case.M);
            using FencedFloats panels = new(Panels.Length(outputs, shape.K)), scratch = new(ConvF32.ScratchBytes(shape) / sizeof(float));
            for (int g = 0; g < Case.Groups; g++)
            {
                PackF32.Filters(
                    w.Pointer + (g * outputs * shape.K), bias.Pointer + (g * outputs), outputs, shape.Channels, Case.Taps, panels.Pointer, 0, Panels.Count(outputs));
                for (int first = 0; first < shape.Pixels;)
                {
                    int last = Math.Min(shape.Pixels - first, Part) + first;
                    ConvF32.Run<S, V>(
                        &shape, x.Pointer + (g * shape.Channels), panels.Pointer, y.Pointer + (g * outputs), Epilogue.Relu, (byte*)scratch.Pointer, first, last);
                    first = last;
                }
            }
            return y.Span.ToArray();
        }
    }
}
