using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What is done with the scores of one query. Rows are filled up to whole vectors of 16, so that no loop has a tail.</summary>
internal static unsafe class AttentionRow
{
    private const int Lanes = 16;

    /// <summary>Further below the greatest score an exponential would be subnormal, which is slow, and is 0 here.</summary>
    private const float Least = -87f;

    /// <summary><c>to = from * factor</c>.</summary>
    public static void Scale<S, V>(float* from, float factor, float* to, int count)
        where S : struct, ISimd<V>
        where V : struct
    {
        V f = S.Set(factor);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(to + i, S.Multiply(S.Load(from + i), f));
        for (; i < count; i++)
            to[i] = from[i] * factor;
    }

    /// <summary><c>s = cap tanh(s / cap)</c>; slopes, where asked for, are <c>1 - tanh^2</c>.</summary>
    public static void Soften<S, V>(float* scores, float cap, float* slopes, int padded)
        where S : struct, ISimd<V>
        where V : struct
    {
        V c = S.Set(cap);
        for (int i = 0; i < padded; i += S.Count)
        {
            V t = VectorMath.Tanh<S, V>(S.Divide(S.Load(scores + i), c));
            S.Store(scores + i, S.Multiply(c, t));
            if (slopes is not null)
                S.Store(slopes + i, S.Fnma(t, t, S.Set(1f)));
        }
    }

    /// <summary><c>s = s + mask</c>.</summary>
    public static void Add<S, V>(float* scores, float* mask, int keys)
        where S : struct, ISimd<V>
        where V : struct
    {
        int i = 0;
        for (; i <= keys - S.Count; i += S.Count)
            S.Store(scores + i, S.Add(S.Load(scores + i), S.Load(mask + i)));
        for (; i < keys; i++)
            scores[i] += mask[i];
    }

    /// <summary>
    /// <c>s = e^(s - max)</c>; gives the inverse of their sum. A row without any key that is seen gives zeros and 0.
    /// </summary>
    [SkipLocalsInit]
    public static float Exponentials<S, V>(float* scores, int padded)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* lanes = stackalloc float[Lanes];
        float greatest = Greatest<S, V>(scores, padded, lanes);
        V max = S.Set(greatest == float.NegativeInfinity ? 0 : greatest);
        for (int lane = 0; lane < Lanes; lane += S.Count < Lanes ? 2 * S.Count : S.Count)
            Columns<S, V>(scores + lane, padded, max, lanes + lane);
        float sum = ReduceF32.Fold<Reductions.Sum>(lanes);
        return sum == 0 ? 0 : 1 / sum;
    }

    /// <summary>
    /// The gradient of the scores from <c>e</c> (of <see cref="Exponentials"/>) and dp: <c>p = e inverse</c>, <c>ds = p (dp - sum(p dp))</c>,
    /// which replace them.
    /// </summary>
    public static void Gradient<S, V>(float* e, float inverse, float* dp, int padded)
        where S : struct, ISimd<V>
        where V : struct
    {
        V factor = S.Set(inverse);
        for (int i = 0; i < padded; i += S.Count)
            S.Store(e + i, S.Multiply(S.Load(e + i), factor));
        V sum = S.Set(LaneSum.Of<S, V, ProductTerm>(e, dp, e, 0, padded));
        for (int i = 0; i < padded; i += S.Count)
            S.Store(dp + i, S.Multiply(S.Load(e + i), S.Subtract(S.Load(dp + i), sum)));
    }

    /// <summary><c>x = x * y</c>.</summary>
    public static void Multiply<S, V>(float* x, float* y, int padded)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (int i = 0; i < padded; i += S.Count)
            S.Store(x + i, S.Multiply(S.Load(x + i), S.Load(y + i)));
    }

    /// <summary>
    /// The greatest number of a row. NaN is passed over, since its exponential makes the row NaN anyway; so no order can be told from the
    /// result, but for the sign of a zero, which no exponential tells.
    /// </summary>
    private static float Greatest<S, V>(float* scores, int padded, float* lanes)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = S.Set(float.NegativeInfinity), b = a;
        for (int i = 0; i < padded; i += S.Count < Lanes ? 2 * S.Count : S.Count)
        {
            a = S.Max(S.Load(scores + i), a);
            if (S.Count < Lanes)
                b = S.Max(S.Load(scores + i + S.Count), b);
        }

        S.Store(lanes, S.Max(a, b));
        float greatest = lanes[0];
        for (int lane = 1; lane < S.Count; lane++)
            greatest = lanes[lane] > greatest ? lanes[lane] : greatest;
        return greatest;
    }

    /// <summary>Two vectors of lanes, or one where it has all of them.</summary>
    private static void Columns<S, V>(float* scores, int padded, V max, float* sums)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum0 = S.Zero, sum1 = S.Zero;
        for (int i = 0; i < padded; i += Lanes)
        {
            V e0 = Exponential<S, V>(S.Subtract(S.Load(scores + i), max));
            S.Store(scores + i, e0);
            sum0 = S.Add(sum0, e0);
            if (S.Count == Lanes)
                continue;
            V e1 = Exponential<S, V>(S.Subtract(S.Load(scores + i + S.Count), max));
            S.Store(scores + i + S.Count, e1);
            sum1 = S.Add(sum1, e1);
        }

        S.Store(sums, sum0);
        if (S.Count < Lanes)
            S.Store(sums + S.Count, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponential<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V least = S.Set(Least);
        return S.AndNot(VectorMath.ExpOfShort<S, V>(S.Max(least, x)), S.Greater(least, x));
    }
}
