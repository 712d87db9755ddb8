using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of the gradient of a normalization over rows of channels; shapes as in <see cref="ChannelNormalizationArgs"/>.</summary>
internal unsafe struct ChannelNormalizationGradientArgs
{
    public ChannelRows Rows;
    public float Epsilon;
    public float Low;
    public float High;
    public float* X;
    public float* Scale;
    public float* Bias;
    public float* Mean;
    public float* Variance;
    public float* Dy;
    public float* Dmean; // what the loss asks of the statistics themselves; null where nothing
    public float* Dvariance;
    public float* Dx;
    public float* Dscale;
    public float* Dbias;

    /// <summary>Six numbers a channel: [6, Outer, Channels], see <see cref="ChannelNormalizationGradientF32"/>.</summary>
    public float* Scratch;

    public readonly nint Plane => (nint)Rows.Outer * Rows.Channels;
}

/// <summary>
/// With <c>h = (x - mean) i</c>, <c>i = 1 / sqrt(variance + epsilon)</c>, dy zero where the clamp held y, and means over a group:
/// <c>dx = i (scale dy - mean(scale dy) - h mean(scale dy h))</c>, <c>dscale = sum of dy h</c>, <c>dbias = sum of dy</c>; what comes
/// through mean and variance themselves is added. dx is brought to <c>a dy + b (x - mean) + c</c>. Three steps: sums, parameters, each
/// element. The scratch holds, per channel: mean, a, b, c, sum of dy, sum of dy (x - mean).
/// </summary>
internal static unsafe class ChannelNormalizationGradientF32
{
    /// <summary>The scratch; a unit is a block of channels of one outer index. Rows are summed as in <see cref="ColumnMoments"/>, in two chains.</summary>
    public static void Sums<S, V, TClamp>(in ChannelNormalizationGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where TClamp : struct, IClamp
    {
        ChannelRows r = args.Rows;
        nint plane = args.Plane;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Blocks, c = unit % r.Blocks * r.Block;
            int count = Math.Min(r.Block, r.Channels - c);
            nint data = ((nint)outer * r.Rows * r.Channels) + c;
            float* own = args.Scratch + ((nint)outer * r.Channels) + c;
            Prepare(args, outer, c, count, own);
            for (int row = 0; row < r.Rows; row += ColumnMoments.Segment)
            {
                int length = Math.Min(ColumnMoments.Segment, r.Rows - row);
                float* x = args.X + data + ((nint)row * r.Channels);
                float* dy = args.Dy + data + ((nint)row * r.Channels);
                int k = 0;
                for (; k <= count - S.Count; k += S.Count)
                    Column<S, V, TClamp>(args, x + k, dy + k, args.Bias + c + k, own + k, length);
                for (; k < count; k++)
                    Column<ScalarSet, float, TClamp>(args, x + k, dy + k, args.Bias + c + k, own + k, length);
            }

            for (int k = 0; k < count; k += r.Group)
                Finish(args, outer, c + k, own + k);
        }
    }

    /// <summary>dscale and dbias, summed over the outer indices; a unit is a channel.</summary>
    public static void Parameters(in ChannelNormalizationGradientArgs args, int first, int last)
    {
        ChannelRows r = args.Rows;
        for (int c = first; c < last; c++)
        {
            float dscale = 0, dbias = 0;
            for (int outer = 0; outer < r.Outer; outer++)
            {
                float* own = args.Scratch + ((nint)outer * r.Channels) + c;
                float deviation = MathF.Sqrt(args.Variance[((nint)outer * r.Groups) + (c / r.Group)] + args.Epsilon);
                dbias += own[4 * args.Plane];
                dscale += own[5 * args.Plane] / deviation;
            }

            args.Dscale[c] = dscale;
            args.Dbias[c] = dbias;
        }
    }

    /// <summary>dx; a unit is a chunk of rows of one outer index.</summary>
    public static void Apply<S, V, TClamp>(in ChannelNormalizationGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where TClamp : struct, IClamp
    {
        ChannelRows r = args.Rows;
        int channels = r.Channels;
        nint plane = args.Plane;
        float* bias = args.Bias;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Chunks, row = unit % r.Chunks * r.Chunk;
            int end = Math.Min(row + r.Chunk, r.Rows);
            float* own = args.Scratch + ((nint)outer * channels);
            nint offset = (((nint)outer * r.Rows) + row) * channels;
            float* x = args.X + offset;
            float* dy = args.Dy + offset;
            float* dx = args.Dx + offset;
            V low = S.Set(args.Low), high = S.Set(args.High);
            for (; row < end; row++, x += channels, dy += channels, dx += channels)
            {
                int c = 0;
                for (; c <= channels - S.Count; c += S.Count)
                    Element<S, V, TClamp>(x + c, dy + c, bias + c, own + c, plane, low, high, dx + c);
                for (; c < channels; c++)
                    Element<ScalarSet, float, TClamp>(x + c, dy + c, bias + c, own + c, plane, args.Low, args.High, dx + c);
            }
        }
    }

    private static void Prepare(in ChannelNormalizationGradientArgs args, int outer, int channel, int count, float* own)
    {
        ChannelRows r = args.Rows;
        for (int k = 0; k < count; k++)
        {
            nint group = ((nint)outer * r.Groups) + ((channel + k) / r.Group);
            own[k] = args.Mean[group];
            own[args.Plane + k] = args.Scale[channel + k] / MathF.Sqrt(args.Variance[group] + args.Epsilon);
            own[(4 * args.Plane) + k] = own[(5 * args.Plane) + k] = 0;
        }
    }

    private static void Column<S, V, TClamp>(in ChannelNormalizationGradientArgs args, float* x, float* dy, float* bias, float* own, int rows)
        where S : struct, ISimd<V>
        where V : struct
        where TClamp : struct, IClamp
    {
        nint plane = args.Plane, stride = args.Rows.Channels;
        V center = S.Load(own), factor = S.Load(own + plane), offset = S.Load(bias), low = S.Set(args.Low), high = S.Set(args.High);
        V s0 = S.Zero, s1 = S.Zero, p0 = S.Zero, p1 = S.Zero;
        int row = 0;
        for (; row <= rows - 2; row += 2, x += 2 * stride, dy += 2 * stride)
        {
            V d0 = S.Subtract(S.Load(x), center), d1 = S.Subtract(S.Load(x + stride), center);
            V g0 = TClamp.Pass<S, V>(S.Load(dy), d0, factor, offset, low, high), g1 = TClamp.Pass<S, V>(S.Load(dy + stride), d1, factor, offset, low, high);
            s0 = S.Add(s0, g0);
            s1 = S.Add(s1, g1);
            p0 = S.Fma(d0, g0, p0);
            p1 = S.Fma(d1, g1, p1);
        }

        if (row < rows)
        {
            V d = S.Subtract(S.Load(x), center), g = TClamp.Pass<S, V>(S.Load(dy), d, factor, offset, low, high);
            s0 = S.Add(s0, g);
            p0 = S.Fma(d, g, p0);
        }

        S.Store(own + (4 * plane), S.Add(S.Load(own + (4 * plane)), S.Add(s0, s1)));
        S.Store(own + (5 * plane), S.Add(S.Load(own + (5 * plane)), S.Add(p0, p1)));
    }

    /// <summary>b and c of one group.</summary>
    private static void Finish(in ChannelNormalizationGradientArgs args, int outer, int channel, float* own)
    {
        ChannelRows r = args.Rows;
        nint plane = args.Plane, group = ((nint)outer * r.Groups) + (channel / r.Group);
        float inverse = 1f / MathF.Sqrt(args.Variance[group] + args.Epsilon);
        float sum = 0, product = 0;
        for (int k = 0; k < r.Group; k++)
        {
            sum = ScalarSet.Fma(args.Scale[channel + k], own[(4 * plane) + k], sum);
            product = ScalarSet.Fma(args.Scale[channel + k], own[(5 * plane) + k], product);
        }

        float slope = -(inverse * inverse * inverse) * (product / r.Population), offset = -inverse * (sum / r.Population);
        if (args.Dvariance != null)
            slope += 2f * args.Dvariance[group] / r.Population;
        if (args.Dmean != null)
            offset += args.Dmean[group] / r.Population;
        new Span<float>(own + (2 * plane), r.Group).Fill(slope);
        new Span<float>(own + (3 * plane), r.Group).Fill(offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Element<S, V, TClamp>(float* x, float* dy, float* bias, float* own, nint plane, V low, V high, float* dx)
        where S : struct, ISimd<V>
        where V : struct
        where TClamp : struct, IClamp
    {
        V difference = S.Subtract(S.Load(x), S.Load(own)), factor = S.Load(own + plane);
        V g = TClamp.Pass<S, V>(S.Load(dy), difference, factor, S.Load(bias), low, high);
        S.Store(dx, S.Fma(g, factor, S.Fma(difference, S.Load(own + (2 * plane)), S.Load(own + (3 * plane)))));
    }
}

/// <summary>Whether a normalization is clamped: what its gradient lets pass.</summary>
internal interface IClamp
{
    static abstract V Pass<S, V>(V dy, V difference, V factor, V bias, V low, V high)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>No clamp: all passes.</summary>
internal readonly struct Unclamped : IClamp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pass<S, V>(V dy, V difference, V factor, V bias, V low, V high)
        where S : struct, ISimd<V>
        where V : struct => dy;
}

/// <summary>dy where y lies strictly between the bounds, else 0.</summary>
internal readonly struct Clamped : IClamp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pass<S, V>(V dy, V difference, V factor, V bias, V low, V high)
        where S : struct, ISimd<V>
        where V : struct
    {
        V y = S.Fma(difference, factor, bias);
        return S.And(S.And(S.Greater(y, low), S.Greater(high, y)), dy);
    }
}
