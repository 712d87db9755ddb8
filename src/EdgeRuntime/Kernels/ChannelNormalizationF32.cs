using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of a normalization over rows of channels.</summary>
internal unsafe struct ChannelNormalizationArgs
{
    public ChannelRows Rows;
    public float Epsilon;
    public float Low; // the clamp of y
    public float High;
    public float* X; // [Outer, Rows, Channels]
    public float* Scale; // [Channels]
    public float* Bias; // [Channels]
    public float* Y;
    public float* Mean; // [Outer, Groups]
    public float* Variance; // [Outer, Groups], of the population

    /// <summary>Two numbers a channel: [2, Outer, Channels].</summary>
    public float* Scratch;
}

/// <summary>
/// <c>y = clamp((x - mean) scale / sqrt(variance + epsilon) + bias)</c> with statistics over rows and groups of channels: the training form
/// of batch normalization, and instance and group normalization. Two steps: statistics first, then each element.
/// </summary>
internal static unsafe class ChannelNormalizationF32
{
    /// <summary>A unit is a block of channels of one outer index.</summary>
    public static void Statistics<S, V>(in ChannelNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Blocks, c = unit % r.Blocks * r.Block;
            int count = Math.Min(r.Block, r.Channels - c);
            float* x = args.X + ((nint)outer * r.Rows * r.Channels) + c;
            float* centers = args.Scratch + ((nint)outer * r.Channels) + c;
            float* factors = centers + ((nint)r.Outer * r.Channels);
            ColumnMoments.Of<S, V>(x, r.Rows, r.Channels, count, centers, factors);
            nint group = ((nint)outer * r.Groups) + (c / r.Group);
            for (int k = 0; k < count; k += r.Group, group++)
            {
                float mean = Average(centers + k, r.Group);
                float variance = Deviations(centers + k, factors + k, mean, r) / r.Population;
                Factors(args, centers + k, factors + k, args.Scale + c + k, mean, variance);
                args.Mean[group] = mean;
                args.Variance[group] = variance;
            }
        }
    }

    /// <summary>What <see cref="Apply"/> needs, of statistics that are known. A unit is one outer index.</summary>
    public static void Factors(in ChannelNormalizationArgs args, int first, int last)
    {
        ChannelRows r = args.Rows;
        for (int group = first * r.Groups; group < last * r.Groups; group++)
        {
            float* centers = args.Scratch + ((nint)group * r.Group);
            Factors(args, centers, centers + ((nint)r.Outer * r.Channels), args.Scale + (group % r.Groups * r.Group), args.Mean[group], args.Variance[group]);
        }
    }

    private static void Factors(in ChannelNormalizationArgs args, float* centers, float* factors, float* scale, float mean, float variance)
    {
        float deviation = MathF.Sqrt(variance + args.Epsilon);
        for (int i = 0; i < args.Rows.Group; i++)
        {
            centers[i] = mean;
            factors[i] = scale[i] / deviation;
        }
    }

    /// <summary>A unit is a chunk of rows of one outer index.</summary>
    public static void Apply<S, V>(in ChannelNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        int channels = r.Channels;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Chunks, row = unit % r.Chunks * r.Chunk;
            int end = Math.Min(row + r.Chunk, r.Rows);
            nint offset = (((nint)outer * r.Rows) + row) * channels;
            float* centers = args.Scratch + ((nint)outer * channels);
            float* factors = centers + ((nint)r.Outer * channels);
            float* bias = args.Bias;
            float* x = args.X + offset;
            float* y = args.Y + offset;
            V low = S.Set(args.Low), high = S.Set(args.High);
            for (; row < end; row++, x += channels, y += channels)
            {
                int c = 0;
                for (; c <= channels - S.Count; c += S.Count)
                    S.Store(y + c, S.Min(high, S.Max(low, Normal<S, V>(x + c, centers + c, factors + c, bias + c))));
                for (; c < channels; c++)
                    y[c] = ScalarSet.Min(args.High, ScalarSet.Max(args.Low, Normal<ScalarSet, float>(x + c, centers + c, factors + c, bias + c)));
            }
        }
    }

    /// <summary>y before the clamp; the gradient computes it again, to the same bits, to know where the clamp held it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Normal<S, V>(float* x, float* center, float* factor, float* bias)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Subtract(S.Load(x), S.Load(center)), S.Load(factor), S.Load(bias));

    private static float Average(float* means, int count)
    {
        float sum = means[0];
        for (int i = 1; i < count; i++)
            sum += means[i];
        return sum / count;
    }

    /// <summary>Squared deviations from the group's mean, from each channel's own.</summary>
    private static float Deviations(float* means, float* squares, float mean, in ChannelRows r)
    {
        float sum = 0;
        for (int i = 0; i < r.Group; i++)
        {
            float difference = means[i] - mean;
            sum += ScalarSet.Fma(difference * difference, r.Rows, squares[i]);
        }

        return sum;
    }
}
