using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The gradients of <see cref="SoftmaxF32"/>, from its output y: <c>dx = y (dy - sum(y dy))</c>, or for the logarithm
/// <c>dx = dy - e^y sum(dy)</c>.
/// </summary>
internal static unsafe class SoftmaxGradientF32
{
    /// <summary>One contiguous set.</summary>
    [SkipLocalsInit]
    public static void Row<S, V>(float* y, float* dy, float* dx, int length, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        const int lanes = ReduceF32.Lanes;
        float* sums = stackalloc float[lanes];
        float* lastY = stackalloc float[lanes]; // the ends of the rows, filled up with zeros that add nothing
        float* lastDy = stackalloc float[lanes];
        int rows = length / lanes, tail = length % lanes;
        ReduceF32.Pad(y + (rows * lanes), tail, 0, lastY);
        ReduceF32.Pad(dy + (rows * lanes), tail, 0, lastDy);

        new Span<float>(sums, lanes).Clear();
        Sums<S, V>(y, dy, rows, lanes, lanes, sums, logarithm);
        Sums<S, V>(lastY, lastDy, 1, lanes, lanes, sums, logarithm);
        new Span<float>(sums, lanes).Fill(ReduceF32.Fold<Reductions.Sum>(sums));
        Finish<S, V>(y, dy, dx, rows, lanes, lanes, sums, logarithm);
        Finish<S, V>(lastY, lastDy, lastDy, 1, lanes, lanes, sums, logarithm);
        new ReadOnlySpan<float>(lastDy, tail).CopyTo(new Span<float>(dx + (rows * lanes), tail));
    }

    /// <summary>A set in each of <paramref name="width"/> columns, at most <see cref="SoftmaxF32.MaxColumns"/>.</summary>
    public static void Columns<S, V>(float* y, float* dy, float* dx, int rows, long stride, int width, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* sums = stackalloc float[SoftmaxF32.MaxColumns];
        new Span<float>(sums, width).Clear();
        Sums<S, V>(y, dy, rows, stride, width, sums, logarithm);
        Finish<S, V>(y, dy, dx, rows, stride, width, sums, logarithm);
    }

    private static void Sums<S, V>(float* y, float* dy, int rows, long stride, int width, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            Sum<S, V>(y + c, dy + c, rows, stride, sums + c, logarithm);
        for (; c < width; c++)
            Sum<ScalarSet, float>(y + c, dy + c, rows, stride, sums + c, logarithm);
    }

    private static void Sum<S, V>(float* y, float* dy, int rows, long stride, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = S.Load(sums);
        for (int r = 0; r < rows; r++)
        {
            V d = S.Load(dy + (r * stride));
            sum = logarithm ? S.Add(sum, d) : S.Fma(S.Load(y + (r * stride)), d, sum);
        }

        S.Store(sums, sum);
    }

    private static void Finish<S, V>(float* y, float* dy, float* dx, int rows, long stride, int width, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            FinishColumn<S, V>(y + c, dy + c, dx + c, rows, stride, sums + c, logarithm);
        for (; c < width; c++)
            FinishColumn<ScalarSet, float>(y + c, dy + c, dx + c, rows, stride, sums + c, logarithm);
    }

    private static void FinishColumn<S, V>(float* y, float* dy, float* dx, int rows, long stride, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = S.Load(sums);
        for (int r = 0; r < rows; r++)
        {
            V d = S.Load(dy + (r * stride)), value = S.Load(y + (r * stride));
            V result = logarithm
                ? S.Fnma(VectorMath.Exp<S, V>(value), sum, d)
                : S.Multiply(value, S.Subtract(d, sum));
            S.Store(dx + (r * stride), result);
        }
    }
}
