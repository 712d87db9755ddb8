using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// Mean and variance of each channel of a stream, as of its last sample, and samples normalized by them: what takes gravity and drift out of
/// sensor data. Memory is allocated once; sums are in double precision.
/// </summary>
public abstract class MovingStatistics
{
    private protected MovingStatistics(int channels)
    {
        if (channels is < 1 or > 1 << 20)
            Throw.Data($"Statistics of {channels} channels: use 1 to {1 << 20}.");
        Means = new double[channels];
        Variances = new double[channels];
    }

    /// <summary>Numbers of a sample.</summary>
    public int Channels => Means.Length;

    /// <summary>How many samples were pushed.</summary>
    public long Count { get; private protected set; }

    private protected double[] Means { get; }

    private protected double[] Variances { get; }

    /// <summary>Statistics of the last samples: each weighs the same, and the variance is their mean squared distance from the mean.</summary>
    /// <param name="channels">Numbers of a sample.</param>
    /// <param name="length">How many samples; before so many came, those that did.</param>
    /// <exception cref="EdgeException">Kind Data: a number is below 1, or too many numbers are to be kept.</exception>
    public static MovingStatistics OverWindow(int channels, int length) => new WindowStatistics(channels, length);

    /// <summary>
    /// Statistics that forget exponentially: <c>mean += a (x - mean)</c>, <c>variance = (1 - a) (variance + a (x - mean)^2)</c>, from the first sample and 0.
    /// </summary>
    /// <param name="channels">Numbers of a sample.</param>
    /// <param name="weight">The weight <c>a</c> of a new sample, above 0 and at most 1.</param>
    /// <exception cref="EdgeException">Kind Data: there is no channel, or the weight is out of range.</exception>
    public static MovingStatistics Exponential(int channels, float weight) => new ExponentialStatistics(channels, weight);

    /// <summary>The mean of a channel; 0 before the first sample.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    public float Mean(int channel) => (float)Means[channel];

    /// <summary>The variance of a channel; 0 before the second sample.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    public float Variance(int channel) => (float)Variances[channel];

    /// <summary>Takes one sample.</summary>
    /// <param name="sample">A number for each channel.</param>
    /// <exception cref="EdgeException">Kind Data: it has another number of channels, or a number that is not finite; nothing was taken.</exception>
    public void Push(ReadOnlySpan<float> sample)
    {
        Require(sample.Length);
        for (int c = 0; c < sample.Length; c++)
        {
            if (!float.IsFinite(sample[c]))
                Throw.Data($"Channel {c} of a sample is {sample[c]}: statistics take finite numbers.");
        }
        Add(sample);
        Count++;
    }

    /// <summary><c>(x - mean) / sqrt(variance + epsilon)</c> for each channel.</summary>
    /// <param name="sample">A number for each channel.</param>
    /// <param name="target">Receives the normalized numbers; may be the sample.</param>
    /// <param name="epsilon">Keeps quiet channels quiet; in squared units of the sample.</param>
    /// <exception cref="EdgeException">Kind Data: the sample or the target has another number of channels.</exception>
    public void Normalize(ReadOnlySpan<float> sample, Span<float> target, float epsilon = 1e-6f)
    {
        Require(sample.Length);
        Require(target.Length);
        for (int c = 0; c < sample.Length; c++)
            target[c] = (float)((sample[c] - Means[c]) / Math.Sqrt(Variances[c] + epsilon));
    }

    /// <summary>Forgets everything that was pushed.</summary>
    public virtual void Reset()
    {
        Array.Clear(Means);
        Array.Clear(Variances);
        Count = 0;
    }

    private protected abstract void Add(ReadOnlySpan<float> sample);

    private void Require(int length)
    {
        if (length != Channels)
            Throw.Data($"A sample of {length} numbers came to statistics of {Channels} channels.");
    }
}
