using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of a pool: x [N, D, H, W, C] to y.</summary>
internal unsafe struct PoolArgs
{
    public float* X;
    public float* Y;
    public PoolGeometry Geometry;

    /// <summary>Whether padding counts among the taps of an average.</summary>
    public bool CountPadding;
}

/// <summary>Max, min and average pooling of 32-bit floats, vectors across channels, taps in ascending order.</summary>
internal static unsafe class PoolF32
{
    /// <summary>Any window; a unit is one row of the output.</summary>
    public static void Rows<S, V, F>(in PoolArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        // By reference: copies of the axes would be made for each window.
        ref readonly PoolGeometry g = ref args.Geometry;
        TapSteps steps = g.Steps;
        int channels = g.Channels, outputs = g.W.Outputs;
        for (int row = first; row < last; row++)
        {
            int oh = row % g.H.Outputs, plane = row / g.H.Outputs;
            int od = plane % g.D.Outputs, n = plane / g.D.Outputs;
            TapRange d = g.D.Inside(od), h = g.H.Inside(oh);
            int padded = args.CountPadding ? g.D.TapsWithPadding(od) * g.H.TapsWithPadding(oh) : 0;
            float* image = args.X + (n * g.ImageSize) + ((((nint)d.Start * g.H.Length) + h.Start) * g.W.Length * channels);
            float* y = args.Y + ((nint)row * outputs * channels);
            for (int ow = 0; ow < outputs; ow++, y += channels)
            {
                TapRange w = g.W.Inside(ow);
                int taps = d.Count * h.Count * w.Count;
                int divisor = args.CountPadding ? padded * g.W.TapsWithPadding(ow) : taps;
                if (taps > 0)
                    Window<S, V, F>(image + ((nint)w.Start * channels), y, channels, d.Count, h.Count, w.Count, steps, divisor);
                else
                    new Span<float>(y, channels).Fill(F.Empty);
            }
        }
    }

    /// <summary>2 x 2 windows side by side; a unit is one row of the output.</summary>
    public static void TwoByTwo<S, V, F>(in PoolArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        PoolGeometry g = args.Geometry;
        int channels = g.Channels;
        nint width = (nint)g.W.Length * channels;
        for (int row = first; row < last; row++)
        {
            float* top = args.X + (row / g.H.Outputs * (nint)g.H.Length * width) + (row % g.H.Outputs * 2 * width);
            float* y = args.Y + ((nint)row * g.W.Outputs * channels);
            float* end = y + ((nint)g.W.Outputs * channels);
            // One vector of channels, as in LeNet's first pool: a fifth faster without the inner loop.
            for (; channels == S.Count && y < end; y += S.Count, top += 2 * S.Count)
                Four<S, V, F>(top, width, S.Count, y);
            for (; y < end; y += channels, top += 2 * channels)
            {
                int c = 0;
                for (; c <= channels - S.Count; c += S.Count)
                    Four<S, V, F>(top + c, width, channels, y + c);
                for (; c < channels; c++)
                    Four<ScalarSet, float, F>(top + c, width, channels, y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<S, V, F>(float* x, nint width, int channels, float* y)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        V folded = F.Fold<S, V>(S.Load(x), S.Load(x + channels));
        folded = F.Fold<S, V>(F.Fold<S, V>(folded, S.Load(x + width)), S.Load(x + width + channels));
        S.Store(y, F.Finish<S, V>(folded, S.Set(4)));
    }

    private static void Window<S, V, F>(float* x, float* y, int channels, int depth, int height, int width, TapSteps steps, int divisor)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        int c = 0;
        if (depth == 1 && height == 3 && width == 3)
        {
            for (; c <= channels - S.Count; c += S.Count)
                S.Store(y + c, F.Finish<S, V>(Nine<S, V, F>(x + c, steps.H, steps.W), S.Set(divisor)));
        }

        for (; c <= channels - S.Count; c += S.Count)
            S.Store(y + c, F.Finish<S, V>(FoldTaps<S, V, F>(x + c, depth, height, width, steps), S.Set(divisor)));
        for (; c < channels; c++)
            y[c] = F.Finish<ScalarSet, float>(FoldTaps<ScalarSet, float, F>(x + c, depth, height, width, steps), divisor);
    }

    // The same order as FoldTaps; unrolled, since 3 x 3 is the commonest window that overlaps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Nine<S, V, F>(float* x, nint stepH, nint stepW)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        V folded = F.Fold<S, V>(F.Fold<S, V>(S.Load(x), S.Load(x + stepW)), S.Load(x + (2 * stepW)));
        x += stepH;
        folded = F.Fold<S, V>(F.Fold<S, V>(F.Fold<S, V>(folded, S.Load(x)), S.Load(x + stepW)), S.Load(x + (2 * stepW)));
        x += stepH;
        return F.Fold<S, V>(F.Fold<S, V>(F.Fold<S, V>(folded, S.Load(x)), S.Load(x + stepW)), S.Load(x + (2 * stepW)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V FoldTaps<S, V, F>(float* x, int depth, int height, int width, TapSteps steps)
        where S : struct, ISimd<V>
        where V : struct
        where F : struct, IPoolFold
    {
        V folded = S.Load(x);
        int skip = 1; // the first tap is what the fold starts from, so that no identity can win over it
        for (int d = 0; d < depth; d++, x += steps.D)
        {
            float* line = x;
            for (int h = 0; h < height; h++, line += steps.H)
            {
                for (int w = skip; w < width; w++)
                    folded = F.Fold<S, V>(folded, S.Load(line + (w * steps.W)));
                skip = 0;
            }
        }

        return folded;
    }
}
