using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What networks make of exponentials: each formula keeps its relative accuracy where the textbook one cancels.</summary>
internal static partial class VectorMath
{
    /// <summary><c>1 / (1 + e^-x)</c>; largest error 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        // With e = e^-|x| <= 1 nothing overflows: 1 / (1 + e) on the right, e / (1 + e) on the left.
        V e = ExpOfNegative<S, V>(S.Or(x, S.SetBits(SignBit)));
        V one = S.Set(1f);
        return S.Divide(S.Select(S.Greater(S.Zero, x), e, one), S.Add(one, e));
    }

    /// <summary><c>tanh x</c>; largest error 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        // tanh |x| = u / (u + 2), u = e^(2 |x|) - 1; it is 1 from 9.02 on.
        V a = S.Min(S.Set(10f), Abs<S, V>(x));
        V u = ExpM1<S, V>(S.Add(a, a));
        return WithSignOf<S, V>(S.Divide(u, S.Add(u, S.Set(2f))), x);
    }

    /// <summary><c>ln(1 + e^x)</c>; largest error 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V e = ExpOfNegative<S, V>(S.Or(x, S.SetBits(SignBit)));
        return S.Add(S.Max(S.Zero, x), Log1POfUnit<S, V>(e));
    }

    /// <summary><c>tanh(softplus x)</c>, the factor of Mish; largest error 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TanhOfSoftplus<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        // ((1 + w)^2 - 1) / ((1 + w)^2 + 1) with w = e^x, multiplied out; on the right both sides are divided by w^2.
        V e = ExpOfNegative<S, V>(S.Or(x, S.SetBits(SignBit)));
        V two = S.Set(2f);
        V left = S.Multiply(e, S.Add(e, two)); // w^2 + 2 w
        V right = S.Fma(two, e, S.Set(1f)); // (w^2 + 2 w) / w^2
        V negative = S.Greater(S.Zero, x);
        V numerator = S.Select(negative, left, right);
        V denominator = S.Select(negative, S.Add(left, two), S.Fma(S.Multiply(two, e), e, right));
        return S.Divide(numerator, denominator);
    }

    /// <summary><c>2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x</c>; largest error 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = S.Min(S.Set(3.95f), Abs<S, V>(x)); // erf is 1 from 3.92 on

        // Below 0.9: x + x p(x^2), relative error of the polynomial 2^-26.3; the 1 stands outside, where it costs no rounding.
        V z = S.Multiply(a, a);
        V p = S.Fma(S.Set(-0.00061112846f), z, S.Set(0.00501622679f));
        p = S.Fma(p, z, S.Set(-0.0267819557f));
        p = S.Fma(p, z, S.Set(0.112822302f));
        p = S.Fma(p, z, S.Set(-0.376125336f));
        p = S.Fma(p, z, S.Set(0.128379151f));

        // From 0.9 on: 1 - e^-q(x), absolute error of the polynomial in the result 2^-29.2.
        V q = S.Fma(S.Set(-0.000197176647f), a, S.Set(0.00305555877f));
        q = S.Fma(q, a, S.Set(-0.0222768988f));
        q = S.Fma(q, a, S.Set(0.104036979f));
        q = S.Fma(q, a, S.Set(0.637060165f));
        q = S.Fma(q, a, S.Set(1.12774932f));
        q = S.Fma(q, a, S.Set(0.000177549577f));
        V far = S.Subtract(S.Set(1f), ExpOfNegative<S, V>(S.Subtract(S.Zero, q)));
        return WithSignOf<S, V>(S.Select(S.Greater(S.Set(0.9f), a), S.Fma(a, p, a), far), x);
    }
}
