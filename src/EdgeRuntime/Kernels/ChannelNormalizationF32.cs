using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of a normalization over rows of channels.</summary>
internal unsafe struct ChannelNormalizationArgs
{
    public ChannelRows Rows;
    public float Epsilon;
    public float* X; // [Outer, Rows, Channels]
    public float* Scale; // [Channels], null for ones
    public float* Bias; // [Channels], null for zeros
    public float* Y;
    public float* Mean; // [Outer, Groups]
    public float* Variance; // [Outer, Groups], of the population

    /// <summary>Two numbers a channel: [2, Outer, Channels].</summary>
    public float* Scratch;
}

/// <summary>
/// <c>y = (x - mean) / sqrt(variance + epsilon) * scale + bias</c> with statistics over rows and groups of channels: the training form of
/// batch normalization, and instance and group normalization. Two steps: statistics first, then each element.
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
            float* means = args.Mean + ((nint)outer * r.Groups) + (c / r.Group);
            float* variances = args.Variance + ((nint)outer * r.Groups) + (c / r.Group);
            ColumnSums.Of<S, V>(x, r.Rows, r.Channels, count, centers);
            for (int k = 0, g = 0; k < count; k += r.Group, g++)
            {
                means[g] = Fold(centers + k, r.Group) / r.Population;
                new Span<float>(centers + k, r.Group).Fill(means[g]);
            }

            ColumnSums.OfSquares<S, V>(x, centers, r.Rows, r.Channels, count, factors);
            for (int k = 0, g = 0; k < count; g++)
            {
                variances[g] = Fold(factors + k, r.Group) / r.Population;
                float deviation = MathF.Sqrt(variances[g] + args.Epsilon);
                for (int end = k + r.Group; k < end; k++)
                    factors[k] = (args.Scale == null ? 1f : args.Scale[c + k]) / deviation;
            }
        }
    }

    /// <summary>A unit is a chunk of rows of one outer index.</summary>
    public static void Apply<S, V>(in ChannelNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ChannelRows r = args.Rows;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / r.Chunks, row = unit % r.Chunks * r.Chunk;
            int rows = Math.Min(r.Chunk, r.Rows - row);
            nint offset = (((nint)outer * r.Rows) + row) * r.Channels;
            float* centers = args.Scratch + ((nint)outer * r.Channels);
            Rows<S, V>(args.X + offset, centers, centers + ((nint)r.Outer * r.Channels), args.Bias, args.Y + offset, rows, r.Channels);
        }
    }

    private static void Rows<S, V>(float* x, float* centers, float* factors, float* bias, float* y, int rows, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (int row = 0; row < rows; row++, x += channels, y += channels)
        {
            int c = 0;
            for (; c <= channels - S.Count; c += S.Count)
            {
                V offset = bias == null ? S.Zero : S.Load(bias + c);
                S.Store(y + c, S.Fma(S.Subtract(S.Load(x + c), S.Load(centers + c)), S.Load(factors + c), offset));
            }

            for (; c < channels; c++)
                y[c] = ScalarSet.Fma(x[c] - centers[c], factors[c], bias == null ? 0f : bias[c]);
        }
    }

    private static float Fold(float* values, int count)
    {
        float sum = values[0];
        for (int i = 1; i < count; i++)
            sum += values[i];
        return sum;
    }
}
