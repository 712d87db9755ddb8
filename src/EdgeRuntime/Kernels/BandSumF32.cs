using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Bands of a spectrum, and products with small matrices, for one frame.</summary>
internal static unsafe class BandSumF32
{
    /// <summary>
    /// <c>y[b] = sum over k of x[starts[b] + k] w[k]</c> where a band's weights lie behind those of the band before it; each sum goes up from the lowest bin.
    /// </summary>
    /// <param name="x">The spectrum.</param>
    /// <param name="starts">The first bin of each band.</param>
    /// <param name="lengths">How many bins each band has.</param>
    /// <param name="weights">The weights of all bands.</param>
    /// <param name="y">A number for each band.</param>
    /// <param name="bands">How many bands.</param>
    public static void Run(float* x, int* starts, int* lengths, float* weights, float* y, int bands)
    {
        for (int b = 0; b < bands; b++)
        {
            float* bins = x + starts[b];
            int length = lengths[b];
            float sum = 0;
            for (int k = 0; k < length; k++)
                sum = ScalarSet.Fma(bins[k], weights[k], sum);
            y[b] = sum;
            weights += length;
        }
    }

    /// <summary><c>y [n] = x [k] * w [k, n]</c>, summed upwards along k.</summary>
    public static void Product<S, V>(float* x, float* w, float* y, int k, int n)
        where S : struct, ISimd<V>
        where V : struct
    {
        int column = 0;
        for (; column <= n - S.Count; column += S.Count)
            Column<S, V>(x, w + column, y + column, k, n);
        for (; column < n; column++)
            Column<ScalarSet, float>(x, w + column, y + column, k, n);
    }

    private static void Column<S, V>(float* x, float* w, float* y, int k, int stride)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = S.Zero;
        for (int i = 0; i < k; i++)
            sum = S.Fma(S.Set(x[i]), S.Load(w + ((nint)i * stride)), sum);
        S.Store(y, sum);
    }
}
