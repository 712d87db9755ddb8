using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static partial class VectorMath
{
    /// <summary><c>x^y</c> with the special cases of IEEE 754 <c>pow</c>; largest error 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow<S, V>(V x, V y)
        where S : struct, ISimd<V>
        where V : struct
    {
        V one = S.Set(1f), infinity = S.Set(float.PositiveInfinity);
        V a = Abs<S, V>(x);
        V high = LogOfPositive<S, V>(a, out V low);
        high = S.Select(S.Equal(a, S.Zero), S.Set(float.NegativeInfinity), high);
        high = S.Select(S.Greater(infinity, a), high, a); // infinity and NaN are their own logarithms

        V product = S.Multiply(y, high);
        V rest = S.Fma(y, low, S.Fma(y, high, S.Subtract(S.Zero, product)));
        rest = S.And(S.Greater(S.Set(128f), Abs<S, V>(product)), rest); // beyond, the result is 0 or infinite and the rest may be NaN
        V magnitude = ExpOfSum<S, V>(product, rest);
        magnitude = S.Select(S.And(S.Equal(a, one), S.Equal(y, y)), one, magnitude); // 1^inf

        V integer = S.Equal(S.Truncate(y), y);
        V half = S.Multiply(y, S.Set(0.5f));
        V odd = S.AndNot(integer, S.Equal(S.Truncate(half), half));
        V result = S.Xor(magnitude, S.And(odd, S.And(x, S.SetBits(SignBit))));
        V noRoot = S.AndNot(S.And(S.Greater(S.Zero, x), S.Greater(infinity, a)), integer);
        result = S.Select(noRoot, S.Set(float.NaN), result);
        return S.Select(S.Or(S.Equal(y, S.Zero), S.Equal(x, one)), one, result);
    }

    /// <summary><c>ln a</c> as the sum of two floats, good to about 31 bits: <see cref="Pow"/> multiplies its error by up to 88.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfPositive<S, V>(V a, out V low)
        where S : struct, ISimd<V>
        where V : struct
    {
        V e = Exponent<S, V>(a, out V m);

        // ln m = 2 artanh(s), s = (m - 1) / (m + 1) kept as s + ds: what the sum and the quotient round away comes back exactly.
        V f = S.Subtract(m, S.Set(1f));
        V d = S.Add(m, S.Set(1f));
        V dLow = S.Subtract(m, S.Subtract(d, S.Set(1f)));
        V inverse = S.Divide(S.Set(1f), d);
        V s = S.Multiply(f, inverse);
        V ds = S.Multiply(S.Fnma(s, dLow, S.Fnma(s, d, f)), inverse);

        // 2 artanh(s) = 2 s + s^3 p(s^2), |s| <= 0.172; relative error of the polynomial 2^-37.5.
        V z = S.Multiply(s, s);
        V p = S.Fma(S.Set(0.235963345f), z, S.Set(0.285366029f));
        p = S.Fma(p, z, S.Set(0.400003463f));
        p = S.Fma(p, z, S.Set(0.666666627f));
        V tail = S.Fma(S.Multiply(s, z), p, S.Multiply(ds, S.Fma(S.Set(2f), z, S.Set(2f)))); // ds times the slope 2 / (1 - s^2)
        tail = S.Fma(e, S.Set(Ln2Low), tail);

        // e Ln2High is exact and either 0 or greater than 2 s, so both sums are split without loss.
        V whole = S.Multiply(e, S.Set(Ln2High));
        V twice = S.Add(s, s);
        V sum = S.Add(whole, twice);
        tail = S.Add(tail, S.Subtract(twice, S.Subtract(sum, whole)));
        V high = S.Add(sum, tail);
        low = S.Subtract(tail, S.Subtract(high, sum));
        return high;
    }
}
