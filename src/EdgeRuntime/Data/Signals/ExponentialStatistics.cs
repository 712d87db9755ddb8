using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>Mean and variance in which a sample's weight falls by the same factor with each that follows.</summary>
internal sealed class ExponentialStatistics : MovingStatistics
{
    private readonly double _weight;

    public ExponentialStatistics(int channels, float weight)
        : base(channels)
    {
        if (!(weight > 0 && weight <= 1))
            Throw.Data($"A weight of {weight} for new samples: use above 0 and at most 1.");
        _weight = weight;
    }

    private protected override void Add(ReadOnlySpan<float> sample)
    {
        for (int c = 0; c < sample.Length; c++)
        {
            if (Count == 0)
                Means[c] = sample[c];
            double distance = sample[c] - Means[c], step = _weight * distance;
            Means[c] += step;
            Variances[c] = (1 - _weight) * (Variances[c] + (distance * step));
        }
    }
}
