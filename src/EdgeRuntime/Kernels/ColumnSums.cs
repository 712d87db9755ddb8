using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Sums over rows for each channel, vectors across channels. The order is part of the bits: segments of <see cref="Segment"/> rows, four
/// chains in each (row modulo 4), folded as (0 + 1) + (2 + 3), segments added in ascending order.
/// </summary>
internal static unsafe class ColumnSums
{
    /// <summary>Rows summed before they join the total: keeps rounding small, and a block of one cache line inside L1.</summary>
    private const int Segment = 256;

    private interface ITerm
    {
        static abstract V Of<S, V>(V sum, V x, V center, V dy)
            where S : struct, ISimd<V>
            where V : struct;
    }

    private readonly struct Plain : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<S, V>(V sum, V x, V center, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, x);
    }

    private readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<S, V>(V sum, V x, V center, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V difference = S.Subtract(x, center);
            return S.Fma(difference, difference, sum);
        }
    }

    private readonly struct Correlation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<S, V>(V sum, V x, V center, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(S.Subtract(x, center), dy, sum);
    }

    /// <summary><c>sums[c] = sum of x[r, c]</c>.</summary>
    public static void Of<S, V>(float* x, int rows, int channels, int count, float* sums)
        where S : struct, ISimd<V>
        where V : struct => Run<S, V, Plain>(x, null, null, rows, channels, count, sums);

    /// <summary><c>sums[c] = sum of (x[r, c] - centers[c])^2</c>.</summary>
    public static void OfSquares<S, V>(float* x, float* centers, int rows, int channels, int count, float* sums)
        where S : struct, ISimd<V>
        where V : struct => Run<S, V, Square>(x, centers, null, rows, channels, count, sums);

    /// <summary><c>sums[c] = sum of (x[r, c] - centers[c]) dy[r, c]</c>.</summary>
    public static void OfProducts<S, V>(float* x, float* centers, float* dy, int rows, int channels, int count, float* sums)
        where S : struct, ISimd<V>
        where V : struct => Run<S, V, Correlation>(x, centers, dy, rows, channels, count, sums);

    private static void Run<S, V, TTerm>(float* x, float* centers, float* dy, int rows, int channels, int count, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where TTerm : struct, ITerm
    {
        new Span<float>(sums, count).Clear();
        for (int row = 0; row < rows; row += Segment)
        {
            int length = rows - row < Segment ? rows - row : Segment;
            nint offset = (nint)row * channels;
            int c = 0;
            for (; c <= count - S.Count; c += S.Count)
                Column<S, V, TTerm>(x + offset + c, centers + c, dy + offset + c, length, channels, sums + c);
            for (; c < count; c++)
                Column<ScalarSet, float, TTerm>(x + offset + c, centers + c, dy + offset + c, length, channels, sums + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<S, V, TTerm>(float* x, float* centers, float* dy, int rows, nint stride, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where TTerm : struct, ITerm
    {
        bool centered = typeof(TTerm) != typeof(Plain), paired = typeof(TTerm) == typeof(Correlation);
        V center = centered ? S.Load(centers) : S.Zero;
        V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero;
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * stride, dy += 4 * stride)
        {
            s0 = TTerm.Of<S, V>(s0, S.Load(x), center, paired ? S.Load(dy) : S.Zero);
            s1 = TTerm.Of<S, V>(s1, S.Load(x + stride), center, paired ? S.Load(dy + stride) : S.Zero);
            s2 = TTerm.Of<S, V>(s2, S.Load(x + (2 * stride)), center, paired ? S.Load(dy + (2 * stride)) : S.Zero);
            s3 = TTerm.Of<S, V>(s3, S.Load(x + (3 * stride)), center, paired ? S.Load(dy + (3 * stride)) : S.Zero);
        }

        for (; row < rows; row++, x += stride, dy += stride)
            s0 = TTerm.Of<S, V>(s0, S.Load(x), center, paired ? S.Load(dy) : S.Zero);
        S.Store(sums, S.Add(S.Load(sums), S.Add(S.Add(s0, s1), S.Add(s2, s3))));
    }
}
