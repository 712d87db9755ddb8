using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The transform of a count with primes above 5, after Bluestein (1970): with <c>c[j] = e^(-pi i j^2 / n)</c>, <c>X = c * ((c * x) convolved with conj(c))</c>,
/// and the convolution is a product of transforms of a power of two.
/// </summary>
/// <remarks>Table: stages of the padded length, chirp (real, imaginary parts), transformed filter divided by the padded length.</remarks>
internal static unsafe class FftChirp
{
    public static int TableFloats(int n) => FftF32.TableFloats(Padded(n)) + (2 * n) + (2 * Padded(n));

    public static int WorkFloats(int n) => (2 * Padded(n)) + FftF32.WorkFloats(Padded(n));

    public static void WriteTable(int n, float* table)
    {
        int padded = Padded(n);
        FftF32.WriteTable(padded, table);
        float* chirp = table + FftF32.TableFloats(padded), filter = chirp + (2 * n);
        float[] work = new float[FftF32.WorkFloats(padded)];
        new Span<float>(filter, 2 * padded).Clear();
        for (int j = 0; j < n; j++)
        {
            (double cos, double sin) = StableMath.Turn((long)j * j % (2L * n), 2L * n);
            (chirp[j], chirp[n + j]) = ((float)cos, (float)-sin);
            int back = (padded - j) % padded;
            filter[j] = filter[back] = (float)cos;
            filter[padded + j] = filter[padded + back] = (float)sin;
        }
        fixed (float* w = work)
            FftF32.Run<ScalarSet, float>(padded, table, filter, filter + padded, w);
        for (int i = 0; i < 2 * padded; i++)
            filter[i] /= padded;
    }

    public static void Run<S, V>(int n, float* table, float* re, float* im, float* work)
        where S : struct, ISimd<V>
        where V : struct
    {
        int padded = Padded(n);
        float* chirp = table + FftF32.TableFloats(padded), filter = chirp + (2 * n);
        float* ar = work, ai = work + padded, inner = work + (2 * padded);
        Multiply<S, V>(re, im, chirp, chirp + n, ar, ai, n);
        new Span<float>(ar + n, padded - n).Clear();
        new Span<float>(ai + n, padded - n).Clear();
        FftF32.Run<S, V>(padded, table, ar, ai, inner);
        Multiply<S, V>(ar, ai, filter, filter + padded, ar, ai, padded);
        FftF32.Run<S, V>(padded, table, ai, ar, inner); // swapped planes: the inverse
        Multiply<S, V>(ar, ai, chirp, chirp + n, re, im, n);
    }

    /// <summary>The product of complex numbers; the target may be an operand.</summary>
    private static void Multiply<S, V>(float* ar, float* ai, float* br, float* bi, float* yr, float* yi, int count)
        where S : struct, ISimd<V>
        where V : struct
    {
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            Multiply<S, V>(ar + i, ai + i, br + i, bi + i, yr + i, yi + i);
        for (; i < count; i++)
            Multiply<ScalarSet, float>(ar + i, ai + i, br + i, bi + i, yr + i, yi + i);
    }

    private static void Multiply<S, V>(float* ar, float* ai, float* br, float* bi, float* yr, float* yi)
        where S : struct, ISimd<V>
        where V : struct
    {
        V x = S.Load(ar), y = S.Load(ai), u = S.Load(br), v = S.Load(bi);
        S.Store(yr, S.Fnma(y, v, S.Multiply(x, u)));
        S.Store(yi, S.Fma(y, u, S.Multiply(x, v)));
    }

    private static int Padded(int n)
    {
        int padded = 1;
        while (padded < (2 * n) - 1)
            padded *= 2;
        return padded;
    }
}
