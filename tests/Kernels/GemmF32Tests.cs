using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class GemmF32Tests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(6, 16, 7)]
    [InlineData(5, 8, 3)]
    [InlineData(49, 160, 33)]
    [InlineData(300, 24, 9)]
    [InlineData(29, 32, 200)] // 24 rows and 5 that join them
    [InlineData(49, 33, 200)]
    [InlineData(13, 33, 1500)]
    public void EveryShapeMatchesTheReferenceOnEverySet(int m, int n, int k) => Check(m, n, k);

    [Fact]
    public void EveryTailOfRowsAndColumnsMatchesTheReference()
    {
        for (int m = 1; m <= 31; m++)
        {
            for (int n = 1; n <= 49; n += m % 3 + 1)
                Check(m, n, 5);
        }
    }

    [Fact]
    public void PartsOfRowsAndColumnsGiveTheBitsOfTheWhole()
    {
        Gemm whole = new(37, 75, 40);
        float[] expected = Dispatch.Make<Gemm, float[]>(EdgeRuntime.Isa.Scalar, whole);
        foreach (EdgeRuntime.Isa isa in InstructionSets.All)
        {
            for (int rows = 1; rows < 37; rows += 5)
                InstructionSets.SameBits(expected, Dispatch.Make<Gemm, float[]>(isa, whole with { RowSplit = rows, ColumnSplit = 32 }), $"{isa} split at {rows}");
        }
    }

    [Fact]
    public void ResidualMayBeTheOutputItself()
    {
        Gemm apart = new(11, 21, 6);
        float[] expected = Dispatch.Make<Gemm, float[]>(EdgeRuntime.Isa.Scalar, apart);
        foreach (EdgeRuntime.Isa isa in InstructionSets.All)
            InstructionSets.SameBits(expected, Dispatch.Make<Gemm, float[]>(isa, apart with { InPlace = true }), isa.ToString());
    }

    [Fact]
    public void NanAndInfinityReachTheOutputThroughTheClamp()
    {
        foreach (EdgeRuntime.Isa isa in InstructionSets.All)
        {
            float[] c = Dispatch.Make<Special, float[]>(isa, default);
            Assert.All(c[..20], x => Assert.True(float.IsNaN(x)));
            Assert.All(c[20..], x => Assert.Equal(float.PositiveInfinity, x));
        }
    }

    private static void Check(int m, int n, int k)
    {
        Gemm gemm = new(m, n, k);
        InstructionSets.Check(gemm, gemm.Reference(), 2e-6 * Math.Sqrt(k + 16));
    }

    private sealed record Gemm(int M, int N, int K) : ISimdMaker<float[]>
    {
        public int RowSplit { get; init; } = M;

        public int ColumnSplit { get; init; } = N;

        public bool InPlace { get; init; }

        private int Lda => K + 3;

        private int Ldc => N + 2;

        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats a = FencedFloats.Random((long)M * Lda, 1), b = FencedFloats.Random((long)K * N, 2), bias = FencedFloats.Random(N, 3);
            using FencedFloats residual = FencedFloats.Random((long)M * Ldc, 4), c = FencedFloats.Random((long)M * Ldc, 4), panels = new(Panels.Length(N, K));
            PackF32.Matrix(b.Pointer, N, 1, bias.Pointer, K, N, panels.Pointer, 0, Panels.Count(N));
            Epilogue epilogue = new() { Residual = InPlace ? c.Pointer : residual.Pointer, Low = -1.5f, High = 2.5f };
            foreach ((int firstRow, int lastRow) in new[] { (0, RowSplit), (RowSplit, M) })
            {
                foreach ((int first, int last) in new[] { (0, ColumnSplit), (ColumnSplit, N) })
                    GemmF32.Run<S, V>(a.Pointer, Lda, panels.Pointer, c.Pointer, Ldc, K, epilogue, firstRow, lastRow, first, last);
            }
            return c.Span.ToArray();
        }

        public double[] Reference()
        {
            using FencedFloats a = FencedFloats.Random((long)M * Lda, 1), b = FencedFloats.Random((long)K * N, 2), bias = FencedFloats.Random(N, 3);
            using FencedFloats residual = FencedFloats.Random((long)M * Ldc, 4);
            double[] c = new double[M * Ldc];
            for (int i = 0; i < c.Length; i++)
            {
                int row = i / Ldc, column = i % Ldc;
                double sum = column < N ? bias.Span[column] : 0;
                for (int k = 0; k < K && column < N; k++)
                    sum += (double)a.Span[(row * Lda) + k] * b.Span[(k * N) + column];
                c[i] = column < N ? Math.Clamp(sum + residual.Span[i], -1.5, 2.5) : residual.Span[i];
            }
            return c;
        }
    }

    private readonly struct Special : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats a = new(2), b = FencedFloats.Random(20, 1), panels = new(Panels.Length(20, 1)), c = new(40);
            (a.Span[0], a.Span[1]) = (float.NaN, float.PositiveInfinity);
            for (int i = 0; i < 20; i++)
                b.Span[i] = Math.Abs(b.Span[i]) + 0.1f;
            PackF32.Matrix(b.Pointer, 20, 1, null, 1, 20, panels.Pointer, 0, 2);
            GemmF32.Run<S, V>(a.Pointer, 1, panels.Pointer, c.Pointer, 20, 1, Epilogue.Relu, 0, 2, 0, 20);
            return c.Span.ToArray();
        }
    }
}
