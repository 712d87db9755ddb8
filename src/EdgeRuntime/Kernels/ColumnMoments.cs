using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Mean and squared deviations over rows for each channel, vectors across channels, in one pass over memory: each segment of rows is summed
/// and, still in L1, its squared differences from its own mean; segments are merged by the formula of Chan, Golub and LeVeque
/// ("Updating formulae and a pairwise algorithm for computing sample variances", 1979). The order is part of the bits: segments of
/// <see cref="Segment"/> rows ascending, four chains in each (row modulo 4), folded as (0 + 1) + (2 + 3).
/// </summary>
internal static unsafe class ColumnMoments
{
    /// <summary>A block of a cache line's width and as many rows takes 16 KiB.</summary>
    public const int Segment = 256;

    /// <summary><c>means[c]</c> of x[r, c] and <c>squares[c] = sum of (x[r, c] - means[c])^2</c> for <paramref name="count"/> channels and 1 row or more.</summary>
    public static void Of<S, V>(float* x, int rows, int channels, int count, float* means, float* squares)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (int row = 0; row < rows; row += Segment)
        {
            int length = rows - row < Segment ? rows - row : Segment;
            float* start = x + ((nint)row * channels);
            int c = 0;
            for (; c <= count - S.Count; c += S.Count)
                Merge<S, V>(start + c, row, length, channels, means + c, squares + c);
            for (; c < count; c++)
                Merge<ScalarSet, float>(start + c, row, length, channels, means + c, squares + c);
        }
    }

    /// <summary>Merges the moments of <paramref name="length"/> rows into those of the <paramref name="before"/> rows above them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge<S, V>(float* x, int before, int length, nint stride, float* means, float* squares)
        where S : struct, ISimd<V>
        where V : struct
    {
        V mean = S.Divide(Sum<S, V>(x, length, stride), S.Set(length));
        V deviations = Squares<S, V>(x, mean, length, stride);
        if (before == 0)
        {
            S.Store(means, mean);
            S.Store(squares, deviations);
            return;
        }

        V difference = S.Subtract(mean, S.Load(means));
        float share = (float)length / (before + length);
        S.Store(means, S.Fma(difference, S.Set(share), S.Load(means)));
        deviations = S.Fma(S.Multiply(difference, difference), S.Set(before * share), deviations);
        S.Store(squares, S.Add(S.Load(squares), deviations));
    }

    /// <summary>The sums of a vector of columns. Four chains (row modulo 4) keep the adder busy; their number is part of the result's bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sum<S, V>(float* x, int rows, nint stride)
        where S : struct, ISimd<V>
        where V : struct
    {
        V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero;
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * stride)
        {
            s0 = S.Add(s0, S.Load(x));
            s1 = S.Add(s1, S.Load(x + stride));
            s2 = S.Add(s2, S.Load(x + (2 * stride)));
            s3 = S.Add(s3, S.Load(x + (3 * stride)));
        }

        for (; row < rows; row++, x += stride)
            s0 = S.Add(s0, S.Load(x));
        return S.Add(S.Add(s0, s1), S.Add(s2, s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Squares<S, V>(float* x, V mean, int rows, nint stride)
        where S : struct, ISimd<V>
        where V : struct
    {
        V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero;
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * stride)
        {
            V d0 = S.Subtract(S.Load(x), mean), d1 = S.Subtract(S.Load(x + stride), mean);
            V d2 = S.Subtract(S.Load(x + (2 * stride)), mean), d3 = S.Subtract(S.Load(x + (3 * stride)), mean);
            s0 = S.Fma(d0, d0, s0);
            s1 = S.Fma(d1, d1, s1);
            s2 = S.Fma(d2, d2, s2);
            s3 = S.Fma(d3, d3, s3);
        }

        for (; row < rows; row++, x += stride)
        {
            V d = S.Subtract(S.Load(x), mean);
            s0 = S.Fma(d, d, s0);
        }

        return S.Add(S.Add(s0, s1), S.Add(s2, s3));
    }
}
