using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class WinogradF32Tests
{
    private static readonly ConvCase[] Cases =
    [
        new() { H = 32, W = 32, C = 16, M = 16, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { N = 2, H = 9, W = 15, C = 32, M = 48, KH = 3, KW = 3, Top = 1, Left = 1, Bottom = 1, Right = 1 },
        new() { N = 3, H = 11, W = 6, C = 16, M = 32, KH = 3, KW = 3, Top = 0, Left = 2, Bottom = 2, Right = 1 },
        new() { H = 3, W = 3, C = 64, M = 16, KH = 3, KW = 3 },
    ];

    [Fact]
    public void TwoMatchesTheReferenceOnEverySetAsNearAsTheDirectSum()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.Check(new Run<WinogradTwo>(@case, int.MaxValue), @case.Reference(), 1e-5);
    }

    [Fact]
    public void FourMatchesTheReferenceOnEverySetWithinFourTimesThat()
    {
        foreach (ConvCase @case in Cases)
            InstructionSets.Check(new Run<WinogradFour>(@case, int.MaxValue), @case.Reference(), 4e-5);
    }

    [Fact]
    public void PartsOfTheTilesGiveTheBitsOfTheWhole()
    {
        foreach (ConvCase @case in Cases)
        {
            float[] two = Dispatch.Make<Run<WinogradTwo>, float[]>(EdgeRuntime.Isa.Scalar, new(@case, int.MaxValue));
            float[] four = Dispatch.Make<Run<WinogradFour>, float[]>(EdgeRuntime.Isa.Scalar, new(@case, int.MaxValue));
            foreach (EdgeRuntime.Isa isa in InstructionSets.All)
            {
                InstructionSets.SameBits(two, Dispatch.Make<Run<WinogradTwo>, float[]>(isa, new(@case, 5)), $"{isa} {@case}");
                InstructionSets.SameBits(four, Dispatch.Make<Run<WinogradFour>, float[]>(isa, new(@case, 1)), $"{isa} {@case}");
            }
        }
    }

    private readonly record struct Run<T>(ConvCase Case, int Part) : ISimdMaker<float[]>
        where T : struct, IWinograd
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            ConvShape shape = Case.Shape();
            using FencedFloats x = Case.Input(), w = Case.Weights(), bias = Case.Bias(), y = new((long)shape.Pixels * Case.M);
            using FencedFloats packed = new(WinogradF32<T>.PackedLength(Case.M, Case.C)), scratch = new(WinogradF32<T>.ScratchBytes(shape) / sizeof(float));
            WinogradF32<T>.Pack(w.Pointer, bias.Pointer, Case.M, Case.C, packed.Pointer);
            int tiles = WinogradF32<T>.Tiles(shape);
            for (int first = 0; first < tiles;)
            {
                int last = Math.Min(tiles - first, Part) + first;
                WinogradF32<T>.Run<S, V>(&shape, x.Pointer, packed.Pointer, y.Pointer, Epilogue.Relu, (byte*)scratch.Pointer, first, last);
                first = last;
            }
            return y.Span.ToArray();
        }
    }
}
