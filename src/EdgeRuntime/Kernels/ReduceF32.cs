using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What is done with the elements of a set, one after the other; a sum unless said otherwise.</summary>
internal interface IReduction
{
    /// <summary>The result of an empty set, before <see cref="Finish"/>.</summary>
    static virtual float Start => 0;

    /// <summary>Takes in one element; the shift is a number of the set that is known before (the maximum of a log-sum-exp).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Add<S, V>(V sum, V x, V shift)
        where S : struct, ISimd<V>
        where V : struct => S.Add(sum, x);

    /// <summary>Two parts of a set made one.</summary>
    static virtual V Join<S, V>(V a, V b)
        where S : struct, ISimd<V>
        where V : struct => S.Add(a, b);

    /// <summary>What is done once at the end.</summary>
    static virtual V Finish<S, V>(V sum, V shift, float count)
        where S : struct, ISimd<V>
        where V : struct => sum;
}

/// <summary>
/// Reductions of floats. A column is reduced row by row, in ascending order, with vectors across columns; a contiguous run is 16 columns
/// (element i belongs to column i modulo 16) that are then folded in halves. So no result depends on the width of a vector.
/// </summary>
internal static unsafe class ReduceF32
{
    /// <summary>The virtual lanes of a contiguous run.</summary>
    public const int Lanes = 16;

    /// <summary>Takes <paramref name="rows"/> rows of <paramref name="width"/> columns into <paramref name="sums"/>.</summary>
    public static void Columns<S, V, R>(float* x, int rows, long stride, int width, float* shifts, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        int c = 0;
        for (; c <= width - (4 * S.Count); c += 4 * S.Count)
            Four<S, V, R>(x + c, rows, stride, shifts + c, sums + c);
        if (c <= width - (2 * S.Count))
        {
            Two<S, V, R>(x + c, rows, stride, shifts + c, sums + c);
            c += 2 * S.Count;
        }

        for (; c <= width - S.Count; c += S.Count)
            One<S, V, R>(x + c, rows, stride, shifts + c, sums + c);
        for (; c < width; c++)
            One<ScalarSet, float, R>(x + c, rows, stride, shifts + c, sums + c);
    }

    /// <summary>Takes a contiguous run into 16 lanes.</summary>
    public static void Run<S, V, R>(float* x, int length, float* shifts, float* lanes)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        int rows = length / Lanes;
        if (rows > 0)
            Columns<S, V, R>(x, rows, Lanes, Lanes, shifts, lanes);
        Columns<S, V, R>(x + (rows * Lanes), 1, Lanes, length - (rows * Lanes), shifts, lanes);
    }

    /// <summary>Less than a row of lanes, filled up.</summary>
    public static void Pad(float* x, int count, float nothing, float* lanes)
    {
        Span<float> all = new(lanes, Lanes);
        all.Fill(nothing);
        new ReadOnlySpan<float>(x, count).CopyTo(all);
    }

    /// <summary>The 16 lanes folded in halves.</summary>
    public static float Fold<R>(float* lanes)
        where R : struct, IReduction
    {
        // Quarters 0 and 2, 1 and 3; then those two; 4 lanes are left, and are folded one by one. Four-lane vectors on every set: the
        // order is the same, and this is the same code.
        Vector128<float> even = R.Join<NeonSet, Vector128<float>>(NeonSet.Load(lanes), NeonSet.Load(lanes + 8));
        Vector128<float> odd = R.Join<NeonSet, Vector128<float>>(NeonSet.Load(lanes + 4), NeonSet.Load(lanes + 12));
        Vector128<float> four = R.Join<NeonSet, Vector128<float>>(even, odd);
        float a = R.Join<ScalarSet, float>(four[0], four[2]), b = R.Join<ScalarSet, float>(four[1], four[3]);
        return R.Join<ScalarSet, float>(a, b);
    }

    /// <summary>The last operation on finished sums.</summary>
    public static void Finish<S, V, R>(float* sums, float* shifts, float count, int width, float* y)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        int c = 0;
        for (; c <= width - S.Count; c += S.Count)
            S.Store(y + c, R.Finish<S, V>(S.Load(sums + c), S.Load(shifts + c), count));
        for (; c < width; c++)
            y[c] = R.Finish<ScalarSet, float>(sums[c], shifts[c], count);
    }

    // 4 sums + 4 shifts + 1 x = 9 of 16 registers: enough chains to hide the latency of an addition.
    private static void Four<S, V, R>(float* x, int rows, long stride, float* shifts, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        int n = S.Count;
        (V a, V b, V c, V d) = (S.Load(sums), S.Load(sums + n), S.Load(sums + (2 * n)), S.Load(sums + (3 * n)));
        (V sa, V sb, V sc, V sd) = (S.Load(shifts), S.Load(shifts + n), S.Load(shifts + (2 * n)), S.Load(shifts + (3 * n)));
        for (int r = 0; r < rows; r++)
        {
            a = R.Add<S, V>(a, S.Load(x), sa);
            b = R.Add<S, V>(b, S.Load(x + n), sb);
            c = R.Add<S, V>(c, S.Load(x + (2 * n)), sc);
            d = R.Add<S, V>(d, S.Load(x + (3 * n)), sd);
            x += stride;
        }

        S.Store(sums, a);
        S.Store(sums + n, b);
        S.Store(sums + (2 * n), c);
        S.Store(sums + (3 * n), d);
    }

    private static void Two<S, V, R>(float* x, int rows, long stride, float* shifts, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        int n = S.Count;
        (V a, V b, V sa, V sb) = (S.Load(sums), S.Load(sums + n), S.Load(shifts), S.Load(shifts + n));
        for (int r = 0; r < rows; r++)
        {
            a = R.Add<S, V>(a, S.Load(x), sa);
            b = R.Add<S, V>(b, S.Load(x + n), sb);
            x += stride;
        }

        S.Store(sums, a);
        S.Store(sums + n, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<S, V, R>(float* x, int rows, long stride, float* shifts, float* sums)
        where S : struct, ISimd<V>
        where V : struct
        where R : struct, IReduction
    {
        V a = S.Load(sums), shift = S.Load(shifts);
        for (int r = 0; r < rows; r++)
        {
            a = R.Add<S, V>(a, S.Load(x), shift);
            x += stride;
        }

        S.Store(sums, a);
    }
}
