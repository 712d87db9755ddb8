using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Sines, tangents and their inverses, in radians.</summary>
internal static partial class VectorMath
{
    /// <summary>Beyond, quarters of a turn cannot be counted in the low 23 bits of a float; neighbouring floats are half a radian apart there.</summary>
    private const float MostAngle = 6.5e6f;

    private const float HalfPi = 1.57079637f, HalfPiLow = -4.37113883e-8f, HalfPiLowest = -1.71512451e-15f;

    /// <summary><c>sin x</c>; largest error 2 ulp; NaN beyond 6.5 million radians, where a float says nothing about the angle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V quarters = SinAndCos<S, V>(x, out V sin, out V cos);
        return S.Select(S.Equal(x, S.Zero), x, OfQuarter<S, V>(quarters, sin, cos));
    }

    /// <summary><c>cos x</c>; largest error 2 ulp; NaN beyond 6.5 million radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V quarters = SinAndCos<S, V>(x, out V sin, out V cos);
        return OfQuarter<S, V>(S.AddBits(quarters, S.SetBits(1)), sin, cos); // cos x = sin(x + a quarter of a turn)
    }

    /// <summary><c>tan x</c>; largest error 3 ulp; NaN beyond 6.5 million radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V quarters = SinAndCos<S, V>(x, out V sin, out V cos);
        V odd = S.ShiftRight(S.ShiftLeft(quarters, 31), 31);
        V result = S.Divide(S.Select(odd, S.Subtract(S.Zero, cos), sin), S.Select(odd, sin, cos));
        return S.Select(S.Equal(x, S.Zero), x, result);
    }

    /// <summary><c>arcsin x</c>; largest error 2.5 ulp; NaN outside of -1 .. 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asin<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = Abs<S, V>(x);
        V far = S.Greater(a, S.Set(0.5f));
        V part = AsinOfHalf<S, V>(a, far);
        // pi / 2 - 2 arcsin sqrt((1 - a) / 2)
        V outer = S.Subtract(S.Set(HalfPi), S.Subtract(S.Add(part, part), S.Set(HalfPiLow)));
        return WithSignOf<S, V>(S.Select(far, outer, part), x);
    }

    /// <summary><c>arccos x</c>; largest error 1.5 ulp; NaN outside of -1 .. 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acos<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = Abs<S, V>(x);
        V far = S.Greater(a, S.Set(0.5f));
        V part = AsinOfHalf<S, V>(a, far);
        V twice = S.Add(part, part);
        V negative = S.Greater(S.Zero, x);
        V behind = S.Subtract(S.Set(2 * HalfPi), S.Subtract(twice, S.Set(2 * HalfPiLow)));
        V near = S.Subtract(S.Set(HalfPi), S.Subtract(WithSignOf<S, V>(part, x), S.Set(HalfPiLow)));
        return S.Select(far, S.Select(negative, behind, twice), near);
    }

    /// <summary><c>arctan x</c>; largest error 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        // By the difference to 0, pi / 4 or pi / 2, whichever is nearest: the argument left is at most tan(pi / 8).
        V a = Abs<S, V>(x), one = S.Set(1f);
        V far = S.Greater(a, S.Set(2.41421366f));
        V middle = S.Greater(a, S.Set(0.414213568f));
        V numerator = S.Select(far, S.Set(-1f), S.Select(middle, S.Subtract(a, one), a));
        V r = S.Divide(numerator, S.Select(far, a, S.Select(middle, S.Add(a, one), one)));
        V start = S.Select(far, S.Set(HalfPi), S.And(middle, S.Set(HalfPi / 2)));
        V startLow = S.Select(far, S.Set(HalfPiLow), S.And(middle, S.Set(HalfPiLow / 2)));

        // arctan r = r + r^3 p(r^2); relative error of the polynomial 2^-30.5.
        V z = S.Multiply(r, r);
        V p = S.Fma(S.Set(-0.0607815012f), z, S.Set(0.105937868f));
        p = S.Fma(p, z, S.Set(-0.142435297f));
        p = S.Fma(p, z, S.Set(0.199984714f));
        p = S.Fma(p, z, S.Set(-0.333333164f));
        V bent = S.Fma(S.Multiply(r, z), p, startLow);
        return WithSignOf<S, V>(S.Add(start, S.Add(r, bent)), x);
    }

    /// <summary>The sine and cosine of what is left of x after whole quarters of a turn, whose number stands in the low bits of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinAndCos<S, V>(V x, out V sin, out V cos)
        where S : struct, ISimd<V>
        where V : struct
    {
        x = S.Select(S.GreaterOrEqual(S.Set(MostAngle), Abs<S, V>(x)), x, S.Set(float.NaN));
        V quarters = S.Fma(x, S.Set(0.636619747f), S.Set(RoundingShift));
        V n = S.Subtract(quarters, S.Set(RoundingShift));

        // x - n pi / 2 as r + low with 72 bits of pi / 2. The first step is exact: x and the product are multiples of 2^-23 or n is 0.
        V first = S.Fnma(n, S.Set(HalfPi), x);
        V product = S.Multiply(n, S.Set(HalfPiLow));
        V r = S.Subtract(first, product);
        V back = S.Subtract(first, r);
        V low = S.Fnma(n, S.Set(HalfPiLow), product); // what the product rounded away, negated
        low = S.Add(S.Subtract(back, product), low);
        low = S.Fnma(n, S.Set(HalfPiLowest), low);

        // sin r = r + r^3 p(r^2), relative error of the polynomial 2^-37.5; low enters with the slope cos r.
        V z = S.Multiply(r, r);
        V p = S.Fma(S.Set(2.71808403e-6f), z, S.Set(-0.000198393085f));
        p = S.Fma(p, z, S.Set(0.00833332911f));
        p = S.Fma(p, z, S.Set(-0.166666672f));
        V half = S.Multiply(z, S.Set(0.5f));
        sin = S.Add(r, S.Fma(S.Multiply(r, z), p, S.Fnma(half, low, low)));

        // cos r = 1 - r^2 / 2 + r^4 q(r^2), relative error of the polynomial 2^-33.
        V q = S.Fma(S.Set(2.44327857e-5f), z, S.Set(-0.0013887313f));
        q = S.Fma(q, z, S.Set(0.0416666456f));
        V one = S.Set(1f);
        V top = S.Subtract(one, half);
        V rest = S.Subtract(S.Subtract(one, top), half);
        cos = S.Add(top, S.Fma(S.Multiply(z, z), q, S.Fnma(r, low, rest)));
        return quarters;
    }

    /// <summary>The sine after that many quarters of a turn: of the even ones sin r, of the odd ones cos r, negated in the second half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfQuarter<S, V>(V quarters, V sin, V cos)
        where S : struct, ISimd<V>
        where V : struct
    {
        V odd = S.ShiftRight(S.ShiftLeft(quarters, 31), 31);
        V negated = S.And(S.ShiftLeft(quarters, 30), S.SetBits(SignBit));
        return S.Xor(S.Select(odd, cos, sin), negated);
    }

    /// <summary><c>arcsin a</c> for a up to 1/2, beyond (<paramref name="far"/>) <c>arcsin sqrt((1 - a) / 2)</c>, which is at most 1/2 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AsinOfHalf<S, V>(V a, V far)
        where S : struct, ISimd<V>
        where V : struct
    {
        V folded = S.Multiply(S.Subtract(S.Set(1f), a), S.Set(0.5f)); // exact beyond 1/2
        V z = S.Select(far, folded, S.Multiply(a, a));
        V s = S.Select(far, S.Sqrt(folded), a);

        // arcsin s = s + s^3 p(s^2); relative error of the polynomial 2^-31.8.
        V p = S.Fma(S.Set(0.0375164784f), z, S.Set(0.0144385863f));
        p = S.Fma(p, z, S.Set(0.0318077244f));
        p = S.Fma(p, z, S.Set(0.0445169546f));
        p = S.Fma(p, z, S.Set(0.0750050396f));
        p = S.Fma(p, z, S.Set(0.166666597f));
        return S.Fma(S.Multiply(s, z), p, s);
    }
}
