using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The first <c>n / 2 + 1</c> bins of the transform of real numbers (the others are their conjugates). An even count is half as many complex numbers,
/// whose transform is taken apart by symmetry.
/// </summary>
internal static unsafe class RealFftF32
{
    public static int Bins(int n) => (n / 2) + 1;

    /// <summary>Floats of the real and of the imaginary plane that <see cref="Run"/> writes: for odd counts more than there are bins.</summary>
    public static int PlaneFloats(int n) => n % 2 == 0 ? Bins(n) : n;

    public static int TableFloats(int n) => n % 2 == 0 ? FftF32.TableFloats(n / 2) + (2 * ((n / 4) + 1)) : FftF32.TableFloats(n);

    public static int WorkFloats(int n) => FftF32.WorkFloats(n % 2 == 0 ? n / 2 : n);

    public static void WriteTable(int n, float* table)
    {
        FftF32.WriteTable(n % 2 == 0 ? n / 2 : n, table);
        if (n % 2 != 0)
            return;
        table += FftF32.TableFloats(n / 2);
        for (int k = 0; k <= n / 4; k++)
        {
            (double cos, double sin) = StableMath.Turn(k, n);
            *table++ = (float)cos;
            *table++ = (float)-sin;
        }
    }

    /// <summary>Transforms <paramref name="x"/> [n] into bins; <paramref name="re"/> and <paramref name="im"/> have <see cref="PlaneFloats"/>.</summary>
    public static void Run<S, V>(int n, float* table, float* x, float* re, float* im, float* work)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (n % 2 != 0)
        {
            new Span<float>(x, n).CopyTo(new Span<float>(re, n));
            new Span<float>(im, n).Clear();
            FftF32.Run<S, V>(n, table, re, im, work);
            return;
        }
        int half = n / 2;
        for (int k = 0; k < half; k++)
        {
            re[k] = x[2 * k];
            im[k] = x[(2 * k) + 1];
        }
        FftF32.Run<S, V>(half, table, re, im, work);
        TakeApart(half, table + FftF32.TableFloats(half), re, im);
    }

    // Z = E + i O of even and odd samples: E[k] = (Z[k] + conj Z[m-k]) / 2, O[k] = (Z[k] - conj Z[m-k]) / 2i; X[k] = E + w^k O, X[m-k] = conj(E - w^k O).
    private static void TakeApart(int m, float* twiddles, float* re, float* im)
    {
        float zero = re[0], odd = im[0];
        (re[0], re[m]) = (zero + odd, zero - odd);
        im[0] = im[m] = 0;
        for (int k = 1; k <= m - k; k++)
        {
            float zr = re[k], zi = im[k], mr = re[m - k], mi = im[m - k];
            float er = 0.5f * (zr + mr), ei = 0.5f * (zi - mi), hr = 0.5f * (zi + mi), hi = 0.5f * (mr - zr);
            float wr = twiddles[2 * k], wi = twiddles[(2 * k) + 1];
            float tr = ScalarSet.Fnma(hi, wi, hr * wr), ti = ScalarSet.Fma(hi, wr, hr * wi);
            (re[k], im[k]) = (er + tr, ei + ti);
            (re[m - k], im[m - k]) = (er - tr, ti - ei);
        }
    }
}
