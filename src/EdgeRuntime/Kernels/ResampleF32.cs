using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Weighted sums of rows: the inner loop of linear and cubic resizing.</summary>
internal static unsafe class ResampleF32
{
    /// <summary>
    /// <c>y = sum of weights[k] * row indices[k] of x</c>, k ascending; rows are <paramref name="width"/> long and lie behind each other.
    /// </summary>
    public static void Row<S, V>(float* x, int* indices, float* weights, int taps, int width, float* y)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            Columns<S, V>(x + c, indices, weights, taps, width, y + c);
        for (; c < width; c++)
            Columns<ScalarSet, float>(x + c, indices, weights, taps, width, y + c);
    }

    private static void Columns<S, V>(float* x, int* indices, float* weights, int taps, long width, float* y)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = S.Multiply(S.Set(weights[0]), S.Load(x + (indices[0] * width)));
        for (int k = 1; k < taps; k++)
            sum = S.Fma(S.Set(weights[k]), S.Load(x + (indices[k] * width)), sum);
        S.Store(y, sum);
    }
}
