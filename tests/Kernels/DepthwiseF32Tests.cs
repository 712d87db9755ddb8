using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class DepthwiseF32Tests
{
    private static readonly ConvCase[] Cases =
    [
        Of(new() { H = 25, W = 5, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 64),
        Of(new() { N = 2, H = 9, W = 14, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 21),
        Of(new() { H = 11, W = 12, KH = 3, KW = 3, SH = 2, SW = 2, Top = 0, Left = 0, Bottom = 1, Right = 1 }, 40),
        Of(new() { N = 2, H = 14, W = 13, KH = 3, KW = 3, SH = 2, SW = 2, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 96),
        Of(new() { H = 8, W = 5, KH = 3, KW = 3, DH = 2, Top = 2, Left = 0, Bottom = 2, Right = 1 }, 12),
        Of(new() { H = 10, W = 11, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 72),
        Of(new() { H = 5, W = 4, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 34),
        Of(new() { N = 2, H = 6, W = 7, KH = 3, KW = 3, SH = 2, SW = 2, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 35),
        Of(new() { H = 6, W = 6, KH = 3, KW = 3 }, 33),
        Of(new() { H = 7, W = 9, KH = 5, KW = 5, Top = 2, Left = 2, Bottom = 2, Right = 2 }, 7),
        Of(new() { H = 9, W = 16, KH = 3, KW = 3, DH = 2, DW = 2, Top = 2, Left = 2, Bottom = 2, Right = 2 }, 19),
        Of(new() { H = 2, W = 2, KH = 5, KW = 5, Top = 4, Left = 4, Bottom = 4, Right = 4 }, 33),
        Of(new() { D = 4, H = 5, W = 6, KD = 3, KH = 3, KW = 3, Front = 1, Top = 1, Left = 1, Bottom = 1, Right = 1 }, 17),
        Of(new() { W = 33, KW = 3, Left = 1, Right = 1 }, 1),
    ];

    [Fact]
    public void EveryKindOfShapeMatchesTheReferenceOnEverySet()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.Check(new Run(@case, int.MaxValue), @case.Reference(), 1e-5);
    }

    [Fact]
    public void PartsOfTheRowsGiveTheBitsOfTheWhole()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.CheckParts(new Run(@case, int.MaxValue), new Run(@case, 2));
    }

    private static ConvCase Of(ConvCase @case, int channels) => @case with { C = channels, M = channels, Groups = channels };

    private readonly record struct Run(ConvCase Case, int Part) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            ConvShape shape = Case.Shape();
            int rows = Case.N * shape.D.Out * shape.H.Out;
            using FencedFloats x = Case.Input(), w = Case.Weights(), bias = Case.Bias(), y = new((long)shape.Pixels * Case.M);
            using FencedFloats packed = new(DepthwiseF32.PackedLength(Case.C, Case.Taps));
            DepthwiseF32.Pack(w.Pointer, bias.Pointer, Case.C, Case.Taps, packed.Pointer);
            for (int first = 0; first < rows;)
            {
                int last = Math.Min(rows - first, Part) + first;
                DepthwiseF32.Run<S, V>(&shape, x.Pointer, packed.Pointer, y.Pointer, Epilogue.Relu, first, last);
                first = last;
            }
            return y.Span.ToArray();
        }
    }
}
