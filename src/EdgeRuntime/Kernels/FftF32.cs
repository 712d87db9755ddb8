using System;
using System.Runtime.Intrinsics;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The discrete Fourier transform of complex numbers of any count, <c>X[k] = sum of x[i] e^(-2 pi i k j / n)</c>, without scaling. Counts of the primes 2, 3
/// and 5 go through Stockham's stages, which need no reordering and whose loops run over contiguous numbers; others are a convolution with a
/// chirp (Bluestein) of a power of two.
/// </summary>
/// <remarks>
/// The inverse transform is the forward one with the planes of real and imaginary parts swapped. Stage t of radix r, with n left and s done:
/// <c>y[q + s (r p + j)] = w^(p j) * sum over k of x[q + s (p + (n / r) k)] w_r^(j k)</c>. All butterflies of a stage are independent, so that
/// vectors may run across them.
/// </remarks>
internal static unsafe class FftF32
{
    /// <summary>Whether <paramref name="n"/> has no prime but 2, 3 and 5.</summary>
    public static bool IsSmooth(int n)
    {
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (n % prime == 0)
                n /= prime;
        }
        return n == 1;
    }

    /// <summary>Floats of the table that <see cref="WriteTable"/> makes.</summary>
    public static int TableFloats(int n)
    {
        if (!IsSmooth(n))
            return FftChirp.TableFloats(n);
        int floats = 0;
        for (int left = n; left > 1; left /= Radix(left))
            floats += 2 * (left - (left / Radix(left)));
        return floats;
    }

    /// <summary>Floats of scratch that <see cref="Run"/> needs.</summary>
    public static int WorkFloats(int n) => IsSmooth(n) ? 2 * n : FftChirp.WorkFloats(n);

    /// <summary>Writes the twiddles for <paramref name="n"/> numbers, in the order in which the stages read them.</summary>
    public static void WriteTable(int n, float* table)
    {
        if (!IsSmooth(n))
        {
            FftChirp.WriteTable(n, table);
            return;
        }
        for (int left = n; left > 1;)
        {
            int radix = Radix(left), parts = left / radix;
            for (int p = 0; p < parts; p++)
            {
                for (int j = 1; j < radix; j++)
                {
                    (double cos, double sin) = StableMath.Turn((long)p * j, left);
                    *table++ = (float)cos;
                    *table++ = (float)-sin;
                }
            }
            left = parts;
        }
    }

    /// <summary>Transforms <paramref name="n"/> numbers in place.</summary>
    /// <param name="n">1 and more.</param>
    /// <param name="table">From <see cref="WriteTable"/>.</param>
    /// <param name="re">Real parts.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="work">Scratch of <see cref="WorkFloats"/>.</param>
    public static void Run<S, V>(int n, float* table, float* re, float* im, float* work)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (!IsSmooth(n))
        {
            FftChirp.Run<S, V>(n, table, re, im, work);
            return;
        }
        float* xr = re, xi = im, yr = work, yi = work + n;
        for (int left = n, done = 1; left > 1;)
        {
            int radix = Radix(left), parts = left / radix;
            // Runs shorter than a vector go through four lanes of portable vectors, which every CPU has, or one by one.
            if (S.Count > 4 && done % S.Count != 0 && done % 4 == 0)
                Stage<NeonSet, Vector128<float>>(radix, parts, done, xr, xi, yr, yi, table);
            else
                Stage<S, V>(radix, parts, done, xr, xi, yr, yi, table);
            float* r = xr, i = xi;
            xr = yr;
            xi = yi;
            yr = r;
            yi = i;
            table += 2 * (left - parts);
            done *= radix;
            left = parts;
        }
        if (xr != re)
        {
            new Span<float>(xr, n).CopyTo(new Span<float>(re, n));
            new Span<float>(xi, n).CopyTo(new Span<float>(im, n));
        }
    }

    // Fours first: from the second stage on, runs are then a multiple of four.
    private static int Radix(int left) => left % 4 == 0 ? 4 : left % 2 == 0 ? 2 : left % 3 == 0 ? 3 : 5;

    private static void Stage<S, V>(int radix, int parts, int run, float* xr, float* xi, float* yr, float* yi, float* table)
        where S : struct, ISimd<V>
        where V : struct
    {
        switch (radix)
        {
            case 2:
                Stage<S, V, FftButterflies.Two>(parts, run, xr, xi, yr, yi, table);
                break;
            case 3:
                Stage<S, V, FftButterflies.Three>(parts, run, xr, xi, yr, yi, table);
                break;
            case 4:
                Stage<S, V, FftButterflies.Four>(parts, run, xr, xi, yr, yi, table);
                break;
            default:
                Stage<S, V, FftButterflies.Five>(parts, run, xr, xi, yr, yi, table);
                break;
        }
    }

    private static void Stage<S, V, TButterfly>(int parts, int run, float* xr, float* xi, float* yr, float* yi, float* table)
        where S : struct, ISimd<V>
        where V : struct
        where TButterfly : struct, IButterfly
    {
        nint xStep = (nint)parts * run;
        for (int p = 0; p < parts; p++)
        {
            int q = 0;
            for (; q <= run - S.Count; q += S.Count)
                TButterfly.Apply<S, V>(xr + q, xi + q, xStep, yr + q, yi + q, run, table);
            for (; q < run; q++)
                TButterfly.Apply<ScalarSet, float>(xr + q, xi + q, xStep, yr + q, yi + q, run, table);
            xr += run;
            xi += run;
            yr += TButterfly.Radix * run;
            yi += TButterfly.Radix * run;
            table += 2 * (TButterfly.Radix - 1);
        }
    }
}
