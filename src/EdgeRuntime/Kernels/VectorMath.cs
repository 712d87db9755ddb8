using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Exponentials and logarithms of Edge's own: the same IEEE operations in every lane of every set, so the bits never depend on the
/// machine. The coefficients are minimax fits (Remez exchange in 40 digits) rounded to float; the largest errors are measured by
/// VectorMathTests against double. Subnormal arguments and results are honoured, infinities give their limits, NaN stays NaN.
/// </summary>
internal static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts; the high one has 15 bits, so that its product with any exponent is exact.
    private const float Ln2High = 0.693145752f, Ln2Low = 1.42860682e-6f;

    // 1.5 * 2^23: adding it rounds to an integer, halves to even, and leaves that integer in the low bits.
    private const float RoundingShift = 12582912f;

    private const int OneBits = 0x3F800000;
    private const int SignBit = unchecked((int)0x80000000);

    /// <summary><c>e^x</c>; largest error 1 ulp (of the grid where the result is subnormal).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => ExpOfSum<S, V>(x, S.Zero);

    /// <summary><c>e^x</c> for x at most 0 (the shifted softmax, sigmoid): the same bits as <see cref="Exp"/>, which it saves one bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfNegative<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => ExpInRange<S, V>(S.Max(S.Set(-104f), x), S.Zero);

    /// <summary><c>e^x</c> for x from -87 to 0, where neither it nor a power of two on the way is subnormal: the same bits as <see cref="Exp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfShort<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V shifted = S.Fma(x, S.Set(Log2E), S.Set(RoundingShift));
        V n = S.Subtract(shifted, S.Set(RoundingShift));
        V r = S.Fnma(n, S.Set(Ln2Low), S.Fnma(n, S.Set(Ln2High), x));
        return S.Multiply(ExpOfRest<S, V>(r), PowerOfTwo<S, V>(shifted));
    }

    /// <summary><c>e^x - 1</c> for x at most 80, accurate near 0 too; largest error 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        x = S.Max(S.Set(-20f), x); // -1 to the last bit from -17.4 on
        V shifted = S.Fma(x, S.Set(Log2E), S.Set(RoundingShift));
        V n = S.Subtract(shifted, S.Set(RoundingShift));
        V r = S.Fnma(n, S.Set(Ln2Low), S.Fnma(n, S.Set(Ln2High), x));

        // e^r - 1 = r + r^2 q(r), |r| <= ln 2 / 2; relative error of the polynomial 2^-31.9.
        V q = S.Fma(S.Set(0.000199155853f), r, S.Set(0.00139420456f));
        q = S.Fma(q, r, S.Set(0.00833327044f));
        q = S.Fma(q, r, S.Set(0.0416663438f));
        q = S.Fma(q, r, S.Set(0.166666672f));
        q = S.Fma(q, r, S.Set(0.5f));
        V small = S.Fma(S.Multiply(r, r), q, r);
        V scale = PowerOfTwo<S, V>(shifted);
        return S.Fma(scale, small, S.Subtract(scale, S.Set(1f)));
    }

    /// <summary><c>ln x</c>; largest error 1 ulp; NaN below 0, -inf at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V e = Exponent<S, V>(x, out V m);
        V f = S.Subtract(m, S.Set(1f));

        // ln(1 + f) = f - f^2 / 2 + f^3 q(f), m within sqrt(1/2) .. sqrt(2); relative error of the polynomial 2^-27.2.
        V q = S.Fma(S.Set(-0.078632459f), f, S.Set(0.12924099f));
        q = S.Fma(q, f, S.Set(-0.131458521f));
        q = S.Fma(q, f, S.Set(0.14176178f));
        q = S.Fma(q, f, S.Set(-0.166224584f));
        q = S.Fma(q, f, S.Set(0.20002456f));
        q = S.Fma(q, f, S.Set(-0.250008672f));
        q = S.Fma(q, f, S.Set(0.333333164f));
        V square = S.Multiply(f, f);
        V rest = S.Fma(S.Multiply(square, f), q, S.Multiply(e, S.Set(Ln2Low)));
        rest = S.Fnma(S.Set(0.5f), square, rest);
        V result = S.Fma(e, S.Set(Ln2High), S.Add(f, rest));

        V infinity = S.Set(float.PositiveInfinity);
        result = S.Select(S.Equal(x, infinity), infinity, result);
        result = S.Select(S.Equal(x, S.Zero), S.Set(float.NegativeInfinity), result);
        return S.Select(S.GreaterOrEqual(x, S.Zero), result, S.Set(float.NaN));
    }

    /// <summary><c>ln(1 + u)</c> for u within 0 .. 1; largest error 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1POfUnit<S, V>(V u)
        where S : struct, ISimd<V>
        where V : struct
    {
        // ln(1 + u) = 2 artanh(s), s = u / (2 + u) <= 1/3.
        V s = S.Divide(u, S.Add(u, S.Set(2f)));
        V z = S.Multiply(s, s);
        return S.Fma(S.Multiply(s, z), ArtanhTail<S, V>(z), S.Add(s, s));
    }

    /// <summary>p of <c>2 artanh(s) = 2 s + s^3 p(s^2)</c> for s up to 1/3; relative error of the polynomial 2^-33.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ArtanhTail<S, V>(V z)
        where S : struct, ISimd<V>
        where V : struct
    {
        V p = S.Fma(S.Set(0.243749678f), z, S.Set(0.214094728f));
        p = S.Fma(p, z, S.Set(0.286184072f));
        p = S.Fma(p, z, S.Set(0.399988294f));
        return S.Fma(p, z, S.Set(0.666666746f));
    }

    /// <summary><c>e^(x + low)</c>, where low is a rounding error of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfSum<S, V>(V x, V low)
        where S : struct, ISimd<V>
        where V : struct =>
        // Both bounds pass NaN on; e^-104 rounds to 0 and e^89 to infinity.
        ExpInRange<S, V>(S.Min(S.Set(89f), S.Max(S.Set(-104f), x)), low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpInRange<S, V>(V x, V low)
        where S : struct, ISimd<V>
        where V : struct
    {
        V shifted = S.Fma(x, S.Set(Log2E), S.Set(RoundingShift));
        V n = S.Subtract(shifted, S.Set(RoundingShift));
        V r = S.Fnma(n, S.Set(Ln2High), x);
        r = S.Add(S.Fnma(n, S.Set(Ln2Low), r), low);

        V p = ExpOfRest<S, V>(r);

        // 2^n in two factors: n reaches from -150 to 128, beyond what one float can hold.
        V integer = S.SubtractBits(shifted, S.Set(RoundingShift));
        V half = S.ShiftRight(integer, 1);
        V first = PowerOfTwo<S, V>(half);
        V second = PowerOfTwo<S, V>(S.SubtractBits(integer, half));
        return S.Multiply(S.Multiply(p, first), second);
    }

    /// <summary><c>e^r</c>, |r| &lt;= ln 2 / 2; relative error of the polynomial 2^-28.2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfRest<S, V>(V r)
        where S : struct, ISimd<V>
        where V : struct
    {
        V p = S.Fma(S.Set(0.00139517733f), r, S.Set(0.00836959761f));
        p = S.Fma(p, r, S.Set(0.0416661873f));
        p = S.Fma(p, r, S.Set(0.166665122f));
        p = S.Fma(p, r, S.Set(0.5f));
        p = S.Fma(p, r, S.Set(1f));
        return S.Fma(p, r, S.Set(1f));
    }

    /// <summary><c>2^n</c> for an integer in the low 9 bits; what stands above them is shifted out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<S, V>(V integer)
        where S : struct, ISimd<V>
        where V : struct => S.AddBits(S.ShiftLeft(integer, 23), S.SetBits(OneBits));

    /// <summary><c>x = m 2^e</c> with m within sqrt(1/2) .. sqrt(2), for positive finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<S, V>(V x, out V m)
        where S : struct, ISimd<V>
        where V : struct
    {
        V subnormal = S.Greater(S.Set(1.17549435e-38f), x);
        V scaled = S.Select(subnormal, S.Multiply(x, S.Set(16777216f)), x);
        V offset = S.SubtractBits(scaled, S.SetBits(0x3F3504F3)); // the bits of sqrt(1/2)
        V e = S.ShiftRight(offset, 23);
        m = S.SubtractBits(scaled, S.ShiftLeft(e, 23));
        return S.Subtract(S.FromIntBits(e), S.And(subnormal, S.Set(24f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => S.AndNot(x, S.SetBits(SignBit));

    /// <summary>The bits of a positive <paramref name="magnitude"/> with the sign of <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSignOf<S, V>(V magnitude, V x)
        where S : struct, ISimd<V>
        where V : struct => S.Or(magnitude, S.And(x, S.SetBits(SignBit)));
}
