using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of <see cref="ChannelAffineF32"/>.</summary>
internal unsafe struct ChannelAffineArgs
{
    public ChannelRows Rows;
    public float* X; // [Rows, Channels]
    public float* Factor; // [Channels]
    public float* Offset; // [Channels]
    public float* Y;
}

/// <summary><c>y = x factor + offset</c> with one factor and offset a channel.</summary>
internal static unsafe class ChannelAffineF32
{
    /// <summary>A unit is a chunk of rows.</summary>
    public static void Run<S, V>(in ChannelAffineArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        int channels = r.Channels, row = first * r.Chunk;
        int rows = Math.Min(last * r.Chunk, r.Rows) - row;
        float* x = args.X + ((nint)row * channels);
        float* y = args.Y + ((nint)row * channels);
        float* factor = args.Factor;
        float* offset = args.Offset;
        for (; rows > 0; rows--, x += channels, y += channels)
        {
            int c = 0;
            for (; c <= channels - S.Count; c += S.Count)
                S.Store(y + c, S.Fma(S.Load(x + c), S.Load(factor + c), S.Load(offset + c)));
            for (; c < channels; c++)
                y[c] = ScalarSet.Fma(x[c], factor[c], offset[c]);
        }
    }
}
