using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class GemvF32Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryLengthMatchesTheReferenceOnEverySet(bool byRows)
    {
        for (int k = 1; k <= 67; k += 3)
        {
            for (int n = 1; n <= 75; n += k % 5 + 1)
            {
                Gemv gemv = new(n, k, byRows, n);
                InstructionSets.Check(gemv, gemv.Reference(), 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PartsOfTheOutputsGiveTheBitsOfTheWhole(bool byRows)
    {
        float[] expected = Dispatch.Make<Gemv, float[]>(EdgeRuntime.Isa.Scalar, new(141, 90, byRows, 141));
        foreach (EdgeRuntime.Isa isa in InstructionSets.All)
        {
            for (int part = 1; part < 141; part += 13)
                InstructionSets.SameBits(expected, Dispatch.Make<Gemv, float[]>(isa, new(141, 90, byRows, part)), $"{isa} parts of {part}");
        }
    }

    private sealed record Gemv(int N, int K, bool ByRows, int Part) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats x = FencedFloats.Random(K, 1), w = FencedFloats.Random((long)N * K, 2), bias = FencedFloats.Random(N, 3);
            using FencedFloats residual = FencedFloats.Random(N, 4), y = new(N);
            Epilogue epilogue = new() { Residual = residual.Pointer, Low = -1, High = 4 };
            for (int first = 0; first < N; first += Part)
            {
                int last = Math.Min(N, first + Part);
                if (ByRows)
                    GemvF32.Rows<S, V>(x.Pointer, w.Pointer, K, bias.Pointer, y.Pointer, K, epilogue, first, last);
                else
                    GemvF32.Columns<S, V>(x.Pointer, w.Pointer, N, bias.Pointer, y.Pointer, K, epilogue, first, last);
            }
            return y.Span.ToArray();
        }

        public double[] Reference()
        {
            using FencedFloats x = FencedFloats.Random(K, 1), w = FencedFloats.Random((long)N * K, 2), bias = FencedFloats.Random(N, 3);
            using FencedFloats residual = FencedFloats.Random(N, 4);
            double[] y = new double[N];
            for (int n = 0; n < N; n++)
            {
                double sum = bias.Span[n];
                for (int k = 0; k < K; k++)
                    sum += (double)x.Span[k] * w.Span[ByRows ? (n * K) + k : (k * N) + n];
                y[n] = Math.Clamp(sum + residual.Span[n], -1, 4);
            }
            return y;
        }
    }
}
