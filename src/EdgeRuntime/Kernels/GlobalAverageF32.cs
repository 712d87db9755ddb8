using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The mean over all pixels of each channel: x [N, P, C] to y [N, C].</summary>
internal static unsafe class GlobalAverageF32
{
    /// <summary>Channels of one unit: a cache line, whatever the vector's width.</summary>
    public const int Block = 16;

    public static int Units(in PoolGeometry g) => g.Batch * ((g.Channels + Block - 1) / Block);

    public static void Run<S, V>(in PoolArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        PoolGeometry g = args.Geometry;
        int channels = g.Channels, pixels = g.D.Length * g.H.Length * g.W.Length;
        int blocks = (channels + Block - 1) / Block;
        for (int unit = first; unit < last; unit++)
        {
            int n = unit / blocks, c = unit % blocks * Block;
            int end = c + Block < channels ? c + Block : channels;
            float* x = args.X + (n * g.ImageSize);
            float* y = args.Y + ((nint)n * channels);
            for (; c <= end - S.Count; c += S.Count)
                S.Store(y + c, S.Divide(ColumnMoments.Sum<S, V>(x + c, pixels, channels), S.Set(pixels)));
            for (; c < end; c++)
                y[c] = ColumnMoments.Sum<ScalarSet, float>(x + c, pixels, channels) / pixels;
        }
    }
}
