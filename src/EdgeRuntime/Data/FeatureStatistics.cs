using System;

namespace EdgeRuntime.Data;

/// <summary>
/// Figures of every feature of a set over the numbers that are there (not NaN), in two passes over the samples. Sums are doubles in the
/// order of the samples, so that every machine finds the same.
/// </summary>
internal sealed class FeatureStatistics
{
    private const int BlockNumbers = 1 << 22;

    private readonly Dataset _set;
    private readonly FeatureLayout _layout;
    private readonly float[] _sample;
    private readonly double[] _squares;
    private float[] _block = [];
    private int _blockStart;
    private readonly int _rows; // numbers of each feature in the whole set, missing ones included

    public FeatureStatistics(Dataset set, FeatureLayout layout)
    {
        (_set, _layout, _sample) = (set, layout, new float[set.SampleLength]);
        int features = layout.Features;
        for (int i = 0; i < set.Count; i++)
            _rows = checked(_rows + PlaneOf(i));
        (Counts, Means, _squares) = (new long[features], new double[features], new double[features]);
        (Minima, Maxima) = (new float[features], new float[features]);
        Array.Fill(Minima, float.PositiveInfinity);
        Array.Fill(Maxima, float.NegativeInfinity);
        ForEach((f, value) =>
        {
            Counts[f]++;
            Means[f] += value;
            (Minima[f], Maxima[f]) = (Math.Min(Minima[f], value), Math.Max(Maxima[f], value));
        });
        for (int f = 0; f < features; f++)
            Means[f] /= Counts[f];
        ForEach((f, value) => _squares[f] += (value - Means[f]) * (value - Means[f]));
    }

    public long[] Counts { get; }

    public double[] Means { get; }

    public float[] Minima { get; }

    public float[] Maxima { get; }

    /// <summary>Mean and deviation (divisor n), with every missing number counted as <paramref name="fill"/>.</summary>
    public (double Mean, double Deviation) MeanAndDeviation(int feature, float? fill)
    {
        if (Minima[feature] == Maxima[feature] && (fill is null || fill == Minima[feature]))
            return (Minima[feature], 0);
        long present = Counts[feature], missing = fill is null ? 0 : Missing(feature);
        double filled = fill ?? 0, mean = ((Means[feature] * present) + (filled * missing)) / (present + missing);
        double squares = _squares[feature] + (present * (Means[feature] - mean) * (Means[feature] - mean)) + (missing * (filled - mean) * (filled - mean));
        return (mean, Math.Sqrt(squares / (present + missing)));
    }

    /// <summary>The numbers of one feature in ascending order; features are best asked for one after another.</summary>
    public Span<float> Sorted(int feature)
    {
        int blockFeatures = Math.Max(1, BlockNumbers / _rows);
        if (_block.Length == 0 || feature < _blockStart || feature >= _blockStart + (_block.Length / _rows))
            Load(feature, Math.Min(blockFeatures, Counts.Length - feature));
        Span<float> values = _block.AsSpan((feature - _blockStart) * _rows, _rows);
        values.Sort(); // NaN sorts to the front
        return values[(int)Missing(feature)..];
    }

    public double Median(int feature)
    {
        Span<float> sorted = Sorted(feature);
        return ((double)sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The number that occurs most; the least of equals.</summary>
    public float Commonest(int feature)
    {
        Span<float> sorted = Sorted(feature);
        (float best, int most, int run) = (sorted[0], 0, 0);
        for (int i = 0; i < sorted.Length; i++)
        {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run > most)
                (best, most) = (sorted[i], run);
        }
        return best;
    }

    private long Missing(int feature) => _rows - Counts[feature];

    // Numbers of one feature in a sample.
    private int PlaneOf(int index) => _layout.IsLast ? _set.Length(index) : _layout.Plane;

    private void Load(int first, int features)
    {
        (_block, _blockStart) = (new float[features * _rows], first);
        int row = 0;
        for (int i = 0; i < _set.Count; i++)
        {
            _set.CopySample(i, _sample);
            int plane = PlaneOf(i);
            for (int f = 0; f < features; f++)
            {
                for (int n = 0; n < plane; n++)
                    _block[(f * _rows) + row + n] = _sample[_layout.Place(first + f, n)];
            }
            row += plane;
        }
    }

    private void ForEach(Action<int, float> take)
    {
        for (int i = 0; i < _set.Count; i++)
        {
            _set.CopySample(i, _sample);
            int count = PlaneOf(i) * _layout.Features;
            for (int n = 0; n < count; n++)
            {
                if (!float.IsNaN(_sample[n]))
                    take(_layout.FeatureOf(n), _sample[n]);
            }
        }
    }
}
