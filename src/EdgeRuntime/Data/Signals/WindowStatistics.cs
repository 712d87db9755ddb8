using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>Mean and variance of the last samples, by sums to which the new sample is added and from which the oldest is taken.</summary>
internal sealed class WindowStatistics : MovingStatistics
{
    private readonly int _length;
    private readonly float[] _samples; // a ring [length, channels]
    private readonly double[] _origins; // sums are of distances from here, so that an offset far above the variance costs no digits
    private readonly double[] _sums;
    private readonly double[] _squares;

    public WindowStatistics(int channels, int length)
        : base(channels)
    {
        if (length < 1 || (long)length * channels > 1 << 28)
            Throw.Data($"Statistics over {length} samples of {channels} channels: use 1 sample and more, at most 2^28 numbers.");
        _length = length;
        _samples = new float[length * channels];
        _origins = new double[channels];
        _sums = new double[channels];
        _squares = new double[channels];
    }

    public override void Reset()
    {
        base.Reset();
        Array.Clear(_sums);
        Array.Clear(_squares);
    }

    private protected override void Add(ReadOnlySpan<float> sample)
    {
        int slot = (int)(Count % _length);
        bool full = Count >= _length;
        Span<float> oldest = _samples.AsSpan(slot * Channels, Channels);
        for (int c = 0; c < Channels; c++)
        {
            if (Count == 0)
                _origins[c] = sample[c];
            double before = oldest[c] - _origins[c], now = sample[c] - _origins[c];
            _sums[c] += full ? now - before : now;
            _squares[c] += full ? (now * now) - (before * before) : now * now;
        }
        sample.CopyTo(oldest);
        if (full && slot == _length - 1)
            SumAgain();
        double count = full ? _length : Count + 1;
        for (int c = 0; c < Channels; c++)
        {
            double mean = _sums[c] / count;
            Means[c] = _origins[c] + mean;
            Variances[c] = Math.Max(0, (_squares[c] / count) - (mean * mean));
        }
    }

    // Once a round of the ring: what differences rounded away must not pile up, nor a single huge sample stay for ever.
    private void SumAgain()
    {
        for (int c = 0; c < Channels; c++)
        {
            double sum = 0, square = 0, origin = Means[c];
            for (int i = c; i < _samples.Length; i += Channels)
            {
                double distance = _samples[i] - origin;
                sum += distance;
                square += distance * distance;
            }
            (_origins[c], _sums[c], _squares[c]) = (origin, sum, square);
        }
    }
}
