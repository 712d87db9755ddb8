using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The transform of <see cref="Radix"/> numbers that are a step apart, each result but the first times its twiddle: what <see cref="FftF32"/>
/// is made of. Real and imaginary parts lie in planes of their own.
/// </summary>
internal unsafe interface IButterfly
{
    static abstract int Radix { get; }

    /// <summary>Reads at x + k xStep, writes at y + j yStep; <paramref name="w"/> has Radix - 1 twiddles (real, imaginary).</summary>
    static abstract void Apply<S, V>(float* xr, float* xi, nint xStep, float* yr, float* yi, nint yStep, float* w)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>The butterflies of 2, 3, 4 and 5.</summary>
internal static unsafe class FftButterflies
{
    private const float Sin60 = 0.866025404f;
    private const float Cos72 = 0.309016994f, Sin72 = 0.951056516f, Cos144 = -0.809016994f, Sin144 = 0.587785252f;

    public readonly struct Two : IButterfly
    {
        public static int Radix => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(float* xr, float* xi, nint xStep, float* yr, float* yi, nint yStep, float* w)
            where S : struct, ISimd<V>
            where V : struct
        {
            V ar = S.Load(xr), ai = S.Load(xi), br = S.Load(xr + xStep), bi = S.Load(xi + xStep);
            S.Store(yr, S.Add(ar, br));
            S.Store(yi, S.Add(ai, bi));
            StoreTimes<S, V>(S.Subtract(ar, br), S.Subtract(ai, bi), w, yr + yStep, yi + yStep);
        }
    }

    public readonly struct Three : IButterfly
    {
        public static int Radix => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(float* xr, float* xi, nint xStep, float* yr, float* yi, nint yStep, float* w)
            where S : struct, ISimd<V>
            where V : struct
        {
            V ar = S.Load(xr), ai = S.Load(xi), br = S.Load(xr + xStep), bi = S.Load(xi + xStep);
            V cr = S.Load(xr + (2 * xStep)), ci = S.Load(xi + (2 * xStep));
            V sumR = S.Add(br, cr), sumI = S.Add(bi, ci), sin = S.Set(Sin60), half = S.Set(0.5f);
            V turnedR = S.Multiply(sin, S.Subtract(br, cr)), turnedI = S.Multiply(sin, S.Subtract(bi, ci));
            V middleR = S.Fnma(half, sumR, ar), middleI = S.Fnma(half, sumI, ai);
            S.Store(yr, S.Add(ar, sumR));
            S.Store(yi, S.Add(ai, sumI));
            StoreTimes<S, V>(S.Add(middleR, turnedI), S.Subtract(middleI, turnedR), w, yr + yStep, yi + yStep);
            StoreTimes<S, V>(S.Subtract(middleR, turnedI), S.Add(middleI, turnedR), w + 2, yr + (2 * yStep), yi + (2 * yStep));
        }
    }

    public readonly struct Four : IButterfly
    {
        public static int Radix => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(float* xr, float* xi, nint xStep, float* yr, float* yi, nint yStep, float* w)
            where S : struct, ISimd<V>
            where V : struct
        {
            V ar = S.Load(xr), ai = S.Load(xi), br = S.Load(xr + xStep), bi = S.Load(xi + xStep);
            V cr = S.Load(xr + (2 * xStep)), ci = S.Load(xi + (2 * xStep)), dr = S.Load(xr + (3 * xStep)), di = S.Load(xi + (3 * xStep));
            V evenR = S.Add(ar, cr), evenI = S.Add(ai, ci), oddR = S.Add(br, dr), oddI = S.Add(bi, di);
            V restR = S.Subtract(ar, cr), restI = S.Subtract(ai, ci), turnedR = S.Subtract(br, dr), turnedI = S.Subtract(bi, di);
            S.Store(yr, S.Add(evenR, oddR));
            S.Store(yi, S.Add(evenI, oddI));
            StoreTimes<S, V>(S.Add(restR, turnedI), S.Subtract(restI, turnedR), w, yr + yStep, yi + yStep);
            StoreTimes<S, V>(S.Subtract(evenR, oddR), S.Subtract(evenI, oddI), w + 2, yr + (2 * yStep), yi + (2 * yStep));
            StoreTimes<S, V>(S.Subtract(restR, turnedI), S.Add(restI, turnedR), w + 4, yr + (3 * yStep), yi + (3 * yStep));
        }
    }

    public readonly struct Five : IButterfly
    {
        public static int Radix => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<S, V>(float* xr, float* xi, nint xStep, float* yr, float* yi, nint yStep, float* w)
            where S : struct, ISimd<V>
            where V : struct
        {
            V ar = S.Load(xr), ai = S.Load(xi);
            Pair<S, V>(xr + xStep, xr + (4 * xStep), out V outerR, out V outerDr);
            Pair<S, V>(xi + xStep, xi + (4 * xStep), out V outerI, out V outerDi);
            Pair<S, V>(xr + (2 * xStep), xr + (3 * xStep), out V innerR, out V innerDr);
            Pair<S, V>(xi + (2 * xStep), xi + (3 * xStep), out V innerI, out V innerDi);
            S.Store(yr, S.Add(ar, S.Add(outerR, innerR)));
            S.Store(yi, S.Add(ai, S.Add(outerI, innerI)));
            V c1 = S.Set(Cos72), c2 = S.Set(Cos144), s1 = S.Set(Sin72), s2 = S.Set(Sin144);
            Symmetric<S, V>(
                S.Fma(c2, innerR, S.Fma(c1, outerR, ar)), S.Fma(c2, innerI, S.Fma(c1, outerI, ai)),
                S.Fma(s2, innerDr, S.Multiply(s1, outerDr)), S.Fma(s2, innerDi, S.Multiply(s1, outerDi)), yr + yStep, yi + yStep, 3 * yStep, w, 6);
            Symmetric<S, V>(
                S.Fma(c1, innerR, S.Fma(c2, outerR, ar)), S.Fma(c1, innerI, S.Fma(c2, outerI, ai)),
                S.Fnma(s1, innerDr, S.Multiply(s2, outerDr)), S.Fnma(s1, innerDi, S.Multiply(s2, outerDi)), yr + (2 * yStep), yi + (2 * yStep), yStep, w + 2, 2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Pair<S, V>(float* a, float* b, out V sum, out V difference)
            where S : struct, ISimd<V>
            where V : struct
        {
            V x = S.Load(a), y = S.Load(b);
            sum = S.Add(x, y);
            difference = S.Subtract(x, y);
        }

        // middle - i turned, and middle + i turned further on.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Symmetric<S, V>(V middleR, V middleI, V turnedR, V turnedI, float* yr, float* yi, nint apart, float* w, int twiddlesApart)
            where S : struct, ISimd<V>
            where V : struct
        {
            StoreTimes<S, V>(S.Add(middleR, turnedI), S.Subtract(middleI, turnedR), w, yr, yi);
            StoreTimes<S, V>(S.Subtract(middleR, turnedI), S.Add(middleI, turnedR), w + twiddlesApart, yr + apart, yi + apart);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTimes<S, V>(V real, V imaginary, float* w, float* yr, float* yi)
        where S : struct, ISimd<V>
        where V : struct
    {
        V wr = S.Set(w[0]), wi = S.Set(w[1]);
        S.Store(yr, S.Fnma(imaginary, wi, S.Multiply(real, wr)));
        S.Store(yi, S.Fma(imaginary, wr, S.Multiply(real, wi)));
    }
}
