using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What <see cref="LaneSum"/> adds for one element of up to three rows.</summary>
internal interface ILaneTerm
{
    static abstract V Add<S, V>(V sum, V a, V b, V c, V center)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>
/// Sums along a contiguous row in 16 virtual lanes: element i joins lane i modulo 16, and the lanes are folded by halves. An instruction
/// set holds the lanes in 1, 2, 4 or 16 vectors; none can be told from the result.
/// </summary>
internal static unsafe class LaneSum
{
    /// <summary>The lanes that every sum runs in, whatever the instruction set.</summary>
    public const int Lanes = 16;

    /// <summary>The sum over <paramref name="count"/> elements; rows that the term does not use may be any readable row as long.</summary>
    public static float Of<S, V, TTerm>(float* a, float* b, float* c, float center, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TTerm : struct, ILaneTerm
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count & -Lanes;
        if (S.Count == 1)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                float sum = 0;
                for (int i = lane; i < whole; i += Lanes)
                    sum = TTerm.Add<ScalarSet, float>(sum, a[i], b[i], c[i], center);
                lanes[lane] = sum;
            }
        }
        else
        {
            Whole<S, V, TTerm>(a, b, c, S.Set(center), whole, lanes);
        }

        for (int i = whole; i < count; i++)
            lanes[i - whole] = TTerm.Add<ScalarSet, float>(lanes[i - whole], a[i], b[i], c[i], center);
        return Fold(lanes);
    }

    /// <summary>The sum of the lanes, by halves.</summary>
    public static float Fold(float* lanes) => ReduceF32.Fold<Reductions.Sum>(lanes);

    // Up to four vectors make the 16 lanes; S.Count is a constant, so the unused ones vanish.
    private static void Whole<S, V, TTerm>(float* a, float* b, float* c, V center, int whole, float* lanes)
        where S : struct, ISimd<V>
        where V : struct
        where TTerm : struct, ILaneTerm
    {
        V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero;
        for (int i = 0; i < whole; i += Lanes)
        {
            s0 = Term<S, V, TTerm>(s0, a + i, b + i, c + i, center);
            if (S.Count < 16)
                s1 = Term<S, V, TTerm>(s1, a + i + S.Count, b + i + S.Count, c + i + S.Count, center);
            if (S.Count >= 8)
                continue;
            s2 = Term<S, V, TTerm>(s2, a + i + (2 * S.Count), b + i + (2 * S.Count), c + i + (2 * S.Count), center);
            s3 = Term<S, V, TTerm>(s3, a + i + (3 * S.Count), b + i + (3 * S.Count), c + i + (3 * S.Count), center);
        }

        S.Store(lanes, s0);
        if (S.Count < 16)
            S.Store(lanes + S.Count, s1);
        if (S.Count >= 8)
            return;
        S.Store(lanes + (2 * S.Count), s2);
        S.Store(lanes + (3 * S.Count), s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Term<S, V, TTerm>(V sum, float* a, float* b, float* c, V center)
        where S : struct, ISimd<V>
        where V : struct
        where TTerm : struct, ILaneTerm => TTerm.Add<S, V>(sum, S.Load(a), S.Load(b), S.Load(c), center);
}

/// <summary><c>sum of a</c>.</summary>
internal readonly struct PlainTerm : ILaneTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<S, V>(V sum, V a, V b, V c, V center)
        where S : struct, ISimd<V>
        where V : struct => S.Add(sum, a);
}

/// <summary><c>sum of (a - center)^2</c>.</summary>
internal readonly struct SquareTerm : ILaneTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<S, V>(V sum, V a, V b, V c, V center)
        where S : struct, ISimd<V>
        where V : struct
    {
        V difference = S.Subtract(a, center);
        return S.Fma(difference, difference, sum);
    }
}

/// <summary><c>sum of a b</c>.</summary>
internal readonly struct ProductTerm : ILaneTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<S, V>(V sum, V a, V b, V c, V center)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(a, b, sum);
}

/// <summary><c>sum of (a b) (c - center)</c>.</summary>
internal readonly struct CenteredProductTerm : ILaneTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<S, V>(V sum, V a, V b, V c, V center)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Multiply(a, b), S.Subtract(c, center), sum);
}
