using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of the gradient of a normalization over rows of channels; shapes as in <see cref="ChannelNormalizationArgs"/>.</summary>
internal unsafe struct ChannelNormalizationGradientArgs
{
    public ChannelRows Rows;
    public float Epsilon;
    public float* X;
    public float* Scale;
    public float* Mean;
    public float* Variance;
    public float* Dy;
    public float* Dmean; // what the loss asks of the statistics themselves; null where nothing
    public float* Dvariance;
    public float* Dx;
    public float* Dscale;
    public float* Dbias;

    /// <summary>Four numbers a channel: [4, Outer, Channels].</summary>
    public float* Scratch;

    public readonly nint Plane => (nint)Rows.Outer * Rows.Channels;
}

/// <summary>
/// With <c>h = (x - mean) i</c>, <c>i = 1 / sqrt(variance + epsilon)</c> and means over a group:
/// <c>dx = i (scale dy - mean(scale dy) - h mean(scale dy h))</c>, <c>dscale = sum of dy h</c>, <c>dbias = sum of dy</c>.
/// what comes through mean and variance themselves is added. dx is brought to <c>a dy + b (x - mean) + c</c> with a, b, c per channel. Three steps: sums, parameters, each element.
/// </summary>
internal static unsafe class ChannelNormalizationGradientF32
{
    /// <summary>The sums of dy and dy (x - mean), and from them b and c; a unit is a block of channels of one outer index.</summary>
    public static void Sums<S, V>(in ChannelNormalizationGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Blocks, c = unit % r.Blocks * r.Block;
            int count = Math.Min(r.Block, r.Channels - c);
            nint data = ((nint)outer * r.Rows * r.Channels) + c;
            float* sums = args.Scratch + ((nint)outer * r.Channels) + c;
            float* products = sums + args.Plane;
            float* slopes = products + args.Plane;
            float* offsets = slopes + args.Plane;
            nint group = ((nint)outer * r.Groups) + (c / r.Group);
            for (int k = 0; k < count; k++)
                slopes[k] = args.Mean[group + (k / r.Group)];
            ColumnSums.Of<S, V>(args.Dy + data, r.Rows, r.Channels, count, sums);
            ColumnSums.OfProducts<S, V>(args.X + data, slopes, args.Dy + data, r.Rows, r.Channels, count, products);
            for (int k = 0; k < count; k += r.Group, group++)
            {
                float inverse = 1f / MathF.Sqrt(args.Variance[group] + args.Epsilon);
                float sum = 0, product = 0;
                for (int j = k; j < k + r.Group; j++)
                {
                    float scale = args.Scale == null ? 1f : args.Scale[c + j];
                    sum = ScalarSet.Fma(scale, sums[j], sum);
                    product = ScalarSet.Fma(scale, products[j], product);
                }

                float slope = -(inverse * inverse * inverse) * (product / r.Population), offset = -inverse * (sum / r.Population);
                if (args.Dvariance != null)
                    slope += 2f * args.Dvariance[group] / r.Population;
                if (args.Dmean != null)
                    offset += args.Dmean[group] / r.Population;
                new Span<float>(slopes + k, r.Group).Fill(slope);
                new Span<float>(offsets + k, r.Group).Fill(offset);
            }
        }
    }

    /// <summary>dscale and dbias, summed over the outer indices, and a in place of the sums of dy; a unit is a channel.</summary>
    public static void Parameters(in ChannelNormalizationGradientArgs args, int first, int last)
    {
        ChannelRows r = args.Rows;
        for (int c = first; c < last; c++)
        {
            float dscale = 0, dbias = 0;
            for (int outer = 0; outer < r.Outer; outer++)
            {
                float* sum = args.Scratch + ((nint)outer * r.Channels) + c;
                float inverse = 1f / MathF.Sqrt(args.Variance[((nint)outer * r.Groups) + (c / r.Group)] + args.Epsilon);
                dbias += *sum;
                dscale = ScalarSet.Fma(inverse, sum[args.Plane], dscale);
                *sum = args.Scale == null ? inverse : args.Scale[c] * inverse;
            }

            if (args.Dscale != null)
                args.Dscale[c] = dscale;
            if (args.Dbias != null)
                args.Dbias[c] = dbias;
        }
    }

    /// <summary>dx; a unit is a chunk of rows of one outer index.</summary>
    public static void Apply<S, V>(in ChannelNormalizationGradientArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Chunks, row = unit % r.Chunks * r.Chunk;
            int end = Math.Min(row + r.Chunk, r.Rows);
            float* a = args.Scratch + ((nint)outer * r.Channels);
            float* means = args.Mean + ((nint)outer * r.Groups);
            for (; row < end; row++)
            {
                nint offset = (((nint)outer * r.Rows) + row) * r.Channels;
                if (r.Group == 1)
                    Row<S, V>(args.X + offset, args.Dy + offset, means, a, args.Plane, args.Dx + offset, r.Channels);
                else
                    GroupedRow<S, V>(args.X + offset, args.Dy + offset, means, a, args.Plane, args.Dx + offset, r);
            }
        }
    }

    private static void Row<S, V>(float* x, float* dy, float* means, float* a, nint plane, float* dx, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        int c = 0;
        for (; c <= channels - S.Count; c += S.Count)
            Element<S, V>(x + c, dy + c, S.Load(means + c), a + c, plane, dx + c);
        for (; c < channels; c++)
            Element<ScalarSet, float>(x + c, dy + c, means[c], a + c, plane, dx + c);
    }

    private static void GroupedRow<S, V>(float* x, float* dy, float* means, float* a, nint plane, float* dx, in ChannelRows r)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (int c = 0; c < r.Channels; means++)
        {
            int end = c + r.Group;
            for (; c <= end - S.Count; c += S.Count)
                Element<S, V>(x + c, dy + c, S.Set(*means), a + c, plane, dx + c);
            for (; c < end; c++)
                Element<ScalarSet, float>(x + c, dy + c, *means, a + c, plane, dx + c);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static void Element<S, V>(float* x, float* dy, V mean, float* a, nint plane, float* dx)
        where S : struct, ISimd<V>
        where V : struct
    {
        V rest = S.Fma(S.Subtract(S.Load(x), mean), S.Load(a + (2 * plane)), S.Load(a + (3 * plane)));
        S.Store(dx, S.Fma(S.Load(dy), S.Load(a), rest));
    }
}
