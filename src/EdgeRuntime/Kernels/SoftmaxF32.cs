using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Softmax and its logarithm. Columns are summed row by row; a contiguous row of a matrix is taken as 16 columns that are folded, as in
/// <see cref="ReduceF32"/>. Outputs may overwrite inputs.
/// </summary>
internal static unsafe class SoftmaxF32
{
    /// <summary>The most columns of one call.</summary>
    public const int MaxColumns = 64;

    /// <summary>One contiguous set: <c>y = e^(x - max) / sum</c>, or <c>y = x - max - ln sum</c>.</summary>
    [SkipLocalsInit]
    public static void Row<S, V>(float* x, float* y, int length, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        const int lanes = ReduceF32.Lanes;
        float* max = stackalloc float[lanes];
        float* sums = stackalloc float[lanes];
        float* last = stackalloc float[lanes]; // what is left of the row behind whole lanes, and
        float* exponentials = stackalloc float[lanes]; // what becomes of it
        float* unused = stackalloc float[lanes];
        int rows = length / lanes, whole = rows * lanes, tail = length - whole;

        new Span<float>(max, lanes).Fill(float.NegativeInfinity);
        ReduceF32.Run<S, V, Reductions.Max>(x, length, max, max);
        float greatest = ReduceF32.Fold<Reductions.Max>(max);
        new Span<float>(max, lanes).Fill(greatest);

        new Span<float>(sums, lanes).Clear();
        Exponentials<S, V>(x, logarithm ? null : y, rows, lanes, lanes, max, sums);
        if (tail > 0)
        {
            // Filled up, so that whole vectors do it; by a number whose exponential is not subnormal, which would be slow.
            ReduceF32.Pad(x + whole, tail, greatest, last);
            new Span<float>(unused, lanes).Clear();
            Exponentials<S, V>(last, exponentials, 1, lanes, lanes, max, unused);
            ReduceF32.Columns<S, V, Reductions.Sum>(exponentials, 1, lanes, tail, sums, sums);
        }

        new Span<float>(sums, lanes).Fill(ReduceF32.Fold<Reductions.Sum>(sums));
        Finish<S, V>(x, y, rows, lanes, lanes, max, sums, logarithm);
        if (tail > 0)
        {
            Finish<S, V>(last, exponentials, 1, lanes, lanes, max, sums, logarithm);
            new ReadOnlySpan<float>(exponentials, tail).CopyTo(new Span<float>(y + whole, tail));
        }
    }

    /// <summary>A set in each of <paramref name="width"/> columns, at most <see cref="MaxColumns"/>.</summary>
    public static void Columns<S, V>(float* x, float* y, int rows, long stride, int width, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* max = stackalloc float[MaxColumns];
        float* sums = stackalloc float[MaxColumns];
        new Span<float>(max, width).Fill(float.NegativeInfinity);
        ReduceF32.Columns<S, V, Reductions.Max>(x, rows, stride, width, max, max);
        new Span<float>(sums, width).Clear();
        Exponentials<S, V>(x, logarithm ? null : y, rows, stride, width, max, sums);
        Finish<S, V>(x, y, rows, stride, width, max, sums, logarithm);
    }

    /// <summary><c>y = e^(x - max)</c>, summed; y may be null.</summary>
    private static void Exponentials<S, V>(float* x, float* y, int rows, long stride, int width, float* max, float* sums)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            Exponential<S, V>(x + c, y is null ? null : y + c, rows, stride, max + c, sums + c);
        for (; c < width; c++)
            Exponential<ScalarSet, float>(x + c, y is null ? null : y + c, rows, stride, max + c, sums + c);
    }

    private static void Exponential<S, V>(float* x, float* y, int rows, long stride, float* max, float* sums)
        where S : struct, ISimd<V>
        where V : struct
    {
        V m = S.Load(max), sum = S.Load(sums);
        for (int r = 0; r < rows; r++)
        {
            V e = VectorMath.ExpOfNegative<S, V>(S.Subtract(S.Load(x + (r * stride)), m));
            sum = S.Add(sum, e);
            if (y is not null)
                S.Store(y + (r * stride), e);
        }

        S.Store(sums, sum);
    }

    private static void Finish<S, V>(float* x, float* y, int rows, long stride, int width, float* max, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            FinishColumn<S, V>(x + c, y + c, rows, stride, max + c, sums + c, logarithm);
        for (; c < width; c++)
            FinishColumn<ScalarSet, float>(x + c, y + c, rows, stride, max + c, sums + c, logarithm);
    }

    private static void FinishColumn<S, V>(float* x, float* y, int rows, long stride, float* max, float* sums, bool logarithm)
        where S : struct, ISimd<V>
        where V : struct
    {
        V m = S.Load(max), sum = S.Load(sums);
        if (logarithm)
        {
            V log = VectorMath.Log<S, V>(sum);
            for (int r = 0; r < rows; r++)
                S.Store(y + (r * stride), S.Subtract(S.Subtract(S.Load(x + (r * stride)), m), log));
            return;
        }

        V inverse = S.Divide(S.Set(1f), sum);
        for (int r = 0; r < rows; r++)
            S.Store(y + (r * stride), S.Multiply(S.Load(y + (r * stride)), inverse));
    }
}
