using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of a pool's gradient: x and dx [N, D, H, W, C], y and dy as the pool's output. An average needs neither x nor y.</summary>
internal unsafe struct PoolGradientArgs
{
    public float* X;
    public float* Y;
    public float* Dy;
    public float* Dx;
    public PoolGeometry Geometry;
    public bool CountPadding;
}

/// <summary>
/// Gradients of pools. The tap that won is found again by comparing x with y: the first equal one, which is the one that the forward
/// pass kept. Forward and backward of 32 x 26 x 26 x 8 take 35.7 us so, 37.7 us with a tensor of indices (AVX2), which takes memory besides.
/// </summary>
internal static unsafe class PoolGradientF32
{
    /// <summary>Channels of one unit of the kernels for any window.</summary>
    public const int Block = 16;

    /// <summary>2 x 2 windows side by side, max or min; a unit is one row of the output.</summary>
    public static void TwoByTwo<S, V>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        PoolGeometry g = args.Geometry;
        int channels = g.Channels;
        nint width = (nint)g.W.Length * channels;
        nint rest = width - ((nint)g.W.Outputs * 2 * channels);
        for (int row = first; row < last; row++)
        {
            int oh = row % g.H.Outputs;
            nint offset = (row / g.H.Outputs * (nint)g.H.Length * width) + (oh * 2 * width);
            float* x = args.X + offset;
            float* dx = args.Dx + offset;
            nint output = (nint)row * g.W.Outputs * channels;
            float* y = args.Y + output;
            float* dy = args.Dy + output;
            int ow = 0;
            // One vector of channels: as in the forward pass.
            for (; channels == S.Count && ow < g.W.Outputs; ow++, x += 2 * S.Count, dx += 2 * S.Count, y += S.Count, dy += S.Count)
                Four<S, V>(x, y, dy, dx, width, S.Count);
            for (; ow < g.W.Outputs; ow++, x += 2 * channels, dx += 2 * channels, y += channels, dy += channels)
            {
                int c = 0;
                for (; c <= channels - S.Count; c += S.Count)
                    Four<S, V>(x + c, y + c, dy + c, dx + c, width, channels);
                for (; c < channels; c++)
                    Four<ScalarSet, float>(x + c, y + c, dy + c, dx + c, width, channels);
            }

            Clear<S, V>(dx, rest);
            Clear<S, V>(dx + width, rest);
            if (oh == g.H.Outputs - 1)
                Clear<S, V>(dx + rest + width, (g.H.Length - (2 * g.H.Outputs)) * width);
        }
    }

    /// <summary>Any window, max or min; a unit is a block of channels of one image.</summary>
    public static void Extreme<S, V>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct => Scatter<S, V, ToWinner>(args, first, last);

    /// <summary>Any window, average; a unit is a block of channels of one image.</summary>
    public static void Average<S, V>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct => Scatter<S, V, ToAll>(args, first, last);

    /// <summary>Average over windows side by side in H and W (a global average too); a unit is one row of the output.</summary>
    public static void AverageTiles<S, V>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        PoolGeometry g = args.Geometry;
        int channels = g.Channels, taps = g.H.Taps * g.W.Taps;
        nint width = (nint)g.W.Length * channels, rest = width - ((nint)g.W.Outputs * g.W.Taps * channels);
        for (int row = first; row < last; row++)
        {
            int oh = row % g.H.Outputs;
            float* dx = args.Dx + (row / g.H.Outputs * (nint)g.H.Length * width) + (oh * g.H.Taps * width);
            float* dy = args.Dy + ((nint)row * g.W.Outputs * channels);
            for (int ow = 0; ow < g.W.Outputs; ow++, dy += channels, dx += g.W.Taps * channels)
            {
                int c = 0;
                for (; c <= channels - S.Count; c += S.Count)
                    Spread<S, V>(dy + c, dx + c, g, S.Set(taps));
                for (; c < channels; c++)
                    Spread<ScalarSet, float>(dy + c, dx + c, g, taps);
            }

            for (int h = 0; h < g.H.Taps; h++)
                Clear<S, V>(dx + (h * width), rest);
            if (oh == g.H.Outputs - 1)
                Clear<S, V>(dx + rest + ((g.H.Taps - 1) * width), (g.H.Length - (g.H.Taps * g.H.Outputs)) * width);
        }
    }

    private interface IShare
    {
        /// <summary>What one tap gets of the gradient that is left of a window, and what is left then.</summary>
        static abstract V Take<S, V>(V x, V y, ref V left)
            where S : struct, ISimd<V>
            where V : struct;
    }

    private readonly struct ToWinner : IShare
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<S, V>(V x, V y, ref V left)
            where S : struct, ISimd<V>
            where V : struct
        {
            V won = S.Equal(x, y);
            V share = S.And(left, won);
            left = S.AndNot(left, won);
            return share;
        }
    }

    private readonly struct ToAll : IShare
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<S, V>(V x, V y, ref V left)
            where S : struct, ISimd<V>
            where V : struct => left;
    }

    private static void Scatter<S, V, TShare>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        PoolGeometry g = args.Geometry;
        int blocks = (g.Channels + Block - 1) / Block;
        for (int unit = first; unit < last; unit++)
        {
            int n = unit / blocks, c = unit % blocks * Block;
            int count = g.Channels - c < Block ? g.Channels - c : Block;
            nint image = (n * g.ImageSize) + c;
            ClearBlock<S, V>(args.Dx + image, g.ImageSize / g.Channels, count, g.Channels);
            nint output = ((nint)n * g.D.Outputs * g.H.Outputs * g.W.Outputs * g.Channels) + c;
            for (int od = 0; od < g.D.Outputs; od++)
            {
                for (int oh = 0; oh < g.H.Outputs; oh++)
                {
                    for (int ow = 0; ow < g.W.Outputs; ow++, output += g.Channels)
                        ScatterWindow<S, V, TShare>(args, image, output, od, oh, ow, count);
                }
            }
        }
    }

    private static void ScatterWindow<S, V, TShare>(in PoolGradientArgs args, nint image, nint output, int od, int oh, int ow, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        PoolGeometry g = args.Geometry;
        TapRange d = g.D.Inside(od), h = g.H.Inside(oh), w = g.W.Inside(ow);
        if (d.Count * h.Count * w.Count == 0)
            return;
        int divisor = 1;
        if (typeof(TShare) == typeof(ToAll))
        {
            divisor = args.CountPadding
                ? g.D.TapsWithPadding(od) * g.H.TapsWithPadding(oh) * g.W.TapsWithPadding(ow)
                : d.Count * h.Count * w.Count;
        }

        nint corner = image + ((((((nint)d.Start * g.H.Length) + h.Start) * g.W.Length) + w.Start) * g.Channels);
        int c = 0;
        for (; c <= count - S.Count; c += S.Count)
            ScatterTaps<S, V, TShare>(args, corner + c, output + c, d.Count, h.Count, w.Count, S.Set(divisor));
        for (; c < count; c++)
            ScatterTaps<ScalarSet, float, TShare>(args, corner + c, output + c, d.Count, h.Count, w.Count, divisor);
    }

    private static void ScatterTaps<S, V, TShare>(in PoolGradientArgs args, nint corner, nint output, int depth, int height, int width, V divisor)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        bool compares = typeof(TShare) == typeof(ToWinner);
        nint stepW = (nint)args.Geometry.W.Dilation * args.Geometry.Channels;
        nint stepH = (nint)args.Geometry.H.Dilation * args.Geometry.W.Length * args.Geometry.Channels;
        nint stepD = (nint)args.Geometry.D.Dilation * args.Geometry.H.Length * args.Geometry.W.Length * args.Geometry.Channels;
        float* x = args.X;
        float* dx = args.Dx;
        V y = compares ? S.Load(args.Y + output) : S.Zero;
        V left = S.Divide(S.Load(args.Dy + output), divisor);
        for (int d = 0; d < depth; d++)
        {
            for (int h = 0; h < height; h++)
            {
                nint at = corner + (d * stepD) + (h * stepH);
                for (int w = 0; w < width; w++, at += stepW)
                    S.Store(dx + at, S.Add(S.Load(dx + at), TShare.Take<S, V>(compares ? S.Load(x + at) : S.Zero, y, ref left)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<S, V>(float* x, float* y, float* dy, float* dx, nint width, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        V top = S.Load(y), left = S.Load(dy);
        S.Store(dx, ToWinner.Take<S, V>(S.Load(x), top, ref left));
        S.Store(dx + channels, ToWinner.Take<S, V>(S.Load(x + channels), top, ref left));
        S.Store(dx + width, ToWinner.Take<S, V>(S.Load(x + width), top, ref left));
        S.Store(dx + width + channels, ToWinner.Take<S, V>(S.Load(x + width + channels), top, ref left));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<S, V>(float* dy, float* dx, in PoolGeometry g, V taps)
        where S : struct, ISimd<V>
        where V : struct
    {
        V share = S.Divide(S.Load(dy), taps);
        nint channels = g.Channels, width = g.W.Length * channels;
        int height = g.H.Taps, taken = g.W.Taps;
        if (height == 2 && taken == 2)
        {
            S.Store(dx, share);
            S.Store(dx + channels, share);
            S.Store(dx + width, share);
            S.Store(dx + width + channels, share);
            return;
        }

        for (int h = 0; h < height; h++, dx += width)
        {
            for (int w = 0; w < taken; w++)
                S.Store(dx + (w * channels), share);
        }
    }

    private static void ClearBlock<S, V>(float* dx, nint pixels, int count, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (nint p = 0; p < pixels; p++, dx += channels)
            Clear<S, V>(dx, count);
    }

    // The framework's clear costs more than such short rows.
    private static void Clear<S, V>(float* target, nint count)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(target + i, S.Zero);
        for (; i < count; i++)
            target[i] = 0;
    }
}
