using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Hyperbolic functions and their inverses; <see cref="Tanh"/> stands with the activations.</summary>
internal static partial class VectorMath
{
    private const float Ln2 = 0.693147182f;

    // From here on a^2 + 1 and a^2 - 1 are a^2 to the last bit.
    private const float SquareIsAll = 8192f;

    /// <summary><c>(e^x - e^-x) / 2</c>; largest error 3.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sinh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = Abs<S, V>(x);
        V e = HalfSquare<S, V>(a, out V inverse);

        // Below 1, where the difference cancels: x + x^3 p(x^2), relative error of the polynomial 2^-34.
        V z = S.Multiply(a, a);
        V p = S.Fma(S.Set(2.81695111e-6f), z, S.Set(0.000198361595f));
        p = S.Fma(p, z, S.Set(0.0083333496f));
        p = S.Fma(p, z, S.Set(0.166666672f));
        V near = S.Fma(S.Multiply(a, z), p, a);
        return WithSignOf<S, V>(S.Select(S.Greater(S.Set(1f), a), near, S.Subtract(e, inverse)), x);
    }

    /// <summary><c>(e^x + e^-x) / 2</c>; largest error 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V e = HalfSquare<S, V>(Abs<S, V>(x), out V inverse);
        return S.Add(e, inverse);
    }

    /// <summary>The number whose sinh is x; largest error 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asinh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = Abs<S, V>(x), one = S.Set(1f);
        V root = S.Sqrt(S.Fma(a, a, one));
        V u = S.Add(a, S.Divide(S.Multiply(a, a), S.Add(one, root))); // a + root - 1
        V near = S.Select(S.Greater(S.Set(0.000244140625f), a), a, Log1POfUnit<S, V>(u)); // a^3 / 6 is lost, and halves of subnormals would be
        return WithSignOf<S, V>(S.Select(S.Greater(S.Set(0.75f), a), near, LogOfSum<S, V>(a, root)), x);
    }

    /// <summary>The number whose cosh is x; largest error 2.5 ulp; NaN below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acosh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V one = S.Set(1f);
        V t = S.Subtract(x, one);
        V u = S.Add(t, S.Sqrt(S.Multiply(t, S.Add(t, S.Set(2f))))); // x + sqrt(x^2 - 1) - 1
        V far = LogOfSum<S, V>(x, S.Sqrt(S.Fma(x, x, S.Set(-1f))));
        V result = S.Select(S.Greater(S.Set(1.25f), x), Log1POfUnit<S, V>(u), far);
        return S.Select(S.GreaterOrEqual(x, one), result, S.Set(float.NaN));
    }

    /// <summary>The number whose tanh is x; largest error 3 ulp; infinite at 1 and -1, NaN beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atanh<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = Abs<S, V>(x), one = S.Set(1f);
        V z = S.Multiply(a, a);
        V p = S.Multiply(ArtanhTail<S, V>(z), S.Set(0.5f));
        V near = S.Fma(S.Multiply(a, z), p, a);
        V far = S.Multiply(S.Set(0.5f), Log<S, V>(S.Divide(S.Add(one, a), S.Subtract(one, a))));
        return WithSignOf<S, V>(S.Select(S.Greater(S.Set(1f / 3), a), near, far), x);
    }

    /// <summary><c>e^a / 2</c> and its counterpart <c>e^-a / 2</c>; by the root, which does not overflow before the result does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V HalfSquare<S, V>(V a, out V inverse)
        where S : struct, ISimd<V>
        where V : struct
    {
        V half = S.Set(0.5f);
        V root = Exp<S, V>(S.Multiply(a, half));
        inverse = S.Divide(half, S.Multiply(root, root));
        return S.Multiply(S.Multiply(root, half), root);
    }

    /// <summary><c>ln(a + root)</c> where the root is that of a^2 ± 1; of large a, whose square may overflow, ln(2 a).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfSum<S, V>(V a, V root)
        where S : struct, ISimd<V>
        where V : struct
    {
        V large = S.Greater(a, S.Set(SquareIsAll));
        return S.Add(Log<S, V>(S.Select(large, a, S.Add(a, root))), S.And(large, S.Set(Ln2)));
    }
}
