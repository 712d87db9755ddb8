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
        where V : struct => Scatter<S, V, Winner>(args, first, last);

    /// <summary>Any window, average; a unit is a block of channels of one image.</summary>
    public static void Average<S, V>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct => Scatter<S, V, All>(args, first, last);

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
        /// <summary>Whether one tap takes all; else each gets the same.</summary>
        static abstract bool ToWinner { get; }
    }

    private readonly struct Winner : IShare
    {
        public static bool ToWinner => true;
    }

    private readonly struct All : IShare
    {
        public static bool ToWinner => false;
    }

    private static void Scatter<S, V, TShare>(in PoolGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        // By reference: copies of the axes would be made for each window.
        ref readonly PoolGeometry g = ref args.Geometry;
        TapSteps steps = g.Steps;
        int channels = g.Channels, blocks = (channels + Block - 1) / Block;
        for (int unit = first; unit < last; unit++)
        {
            int n = unit / blocks, c = unit % blocks * Block;
            int count = channels - c < Block ? channels - c : Block;
            nint image = (n * g.ImageSize) + c;
            ClearBlock<S, V>(args.Dx + image, g.ImageSize / channels, count, channels);
            nint output = ((nint)n * g.D.Outputs * g.H.Outputs * g.W.Outputs * channels) + c;
            for (int row = 0; row < g.D.Outputs * g.H.Outputs; row++)
            {
                int od = row / g.H.Outputs, oh = row % g.H.Outputs;
                TapRange d = g.D.Inside(od), h = g.H.Inside(oh);
                nint line = image + ((((nint)d.Start * g.H.Length) + h.Start) * g.W.Length * channels);
                for (int ow = 0; ow < g.W.Outputs; ow++, output += channels)
                {
                    TapRange w = g.W.Inside(ow);
                    int taps = d.Count * h.Count * w.Count;
                    if (taps == 0)
                        continue;
                    if (args.CountPadding)
                        taps = g.D.TapsWithPadding(od) * g.H.TapsWithPadding(oh) * g.W.TapsWithPadding(ow);
                    nint at = line + ((nint)w.Start * channels);
                    ScatterWindow<S, V, TShare>(
                        args.X + at, args.Y + output, args.Dy + output, args.Dx + at, count, d.Count, h.Count, w.Count, steps, TShare.ToWinner ? 1 : taps);
                }
            }
        }
    }

    private static void ScatterWindow<S, V, TShare>(
        float* x, float* y, float* dy, float* dx, int count, int depth, int height, int width, TapSteps steps, int divisor)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        int c = 0;
        for (; c <= count - S.Count; c += S.Count)
            ScatterTaps<S, V, TShare>(x + c, y + c, S.Divide(S.Load(dy + c), S.Set(divisor)), dx + c, depth, height, width, steps);
        for (; c < count; c++)
            ScatterTaps<ScalarSet, float, TShare>(x + c, y + c, dy[c] / divisor, dx + c, depth, height, width, steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterTaps<S, V, TShare>(float* x, float* y, V left, float* dx, int depth, int height, int width, TapSteps steps)
        where S : struct, ISimd<V>
        where V : struct
        where TShare : struct, IShare
    {
        V pooled = TShare.ToWinner ? S.Load(y) : S.Zero;
        for (int d = 0; d < depth; d++)
        {
            for (int h = 0; h < height; h++)
            {
                nint at = (d * steps.D) + (h * steps.H);
                for (int w = 0; w < width; w++, at += steps.W)
                {
                    V share = left;
                    if (TShare.ToWinner)
                    {
                        V won = S.Equal(S.Load(x + at), pooled);
                        share = S.And(left, won);
                        left = S.AndNot(left, won);
                    }

                    S.Store(dx + at, S.Add(S.Load(dx + at), share));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<S, V>(float* x, float* y, float* dy, float* dx, nint width, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        V pooled = S.Load(y), left = S.Load(dy);
        V won = S.Equal(S.Load(x), pooled);
        S.Store(dx, S.And(left, won));
        left = S.AndNot(left, won);
        won = S.Equal(S.Load(x + channels), pooled);
        S.Store(dx + channels, S.And(left, won));
        left = S.AndNot(left, won);
        won = S.Equal(S.Load(x + width), pooled);
        S.Store(dx + width, S.And(left, won));
        left = S.AndNot(left, won);
        won = S.Equal(S.Load(x + width + channels), pooled);
        S.Store(dx + width + channels, S.And(left, won));
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
