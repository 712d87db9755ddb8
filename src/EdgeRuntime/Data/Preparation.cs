using System;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime.Data.Signals;

namespace EdgeRuntime.Data;

/// <summary>
/// How raw samples become those that a network was trained on: which columns of a table it takes and how text in them becomes numbers,
/// what stands in for missing numbers, and <c>(x - Subtracted[f]) / Divisors[f]</c> for each feature f. A feature is a number of
/// a flat sample, the last axis of a sequence and a channel (the first axis) of any other. It travels in the model's metadata: see <see cref="InputNotes"/>.
/// </summary>
public sealed class Preparation
{
    /// <summary>The columns of the table that samples are made from; empty where they come from no table.</summary>
    internal IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>The column that held the class; null where there was none, or where it has no name.</summary>
    public string? ClassColumn { get; internal init; }

    /// <summary>The columns that held the targets of a regression; empty for classes.</summary>
    public IReadOnlyList<string> TargetColumns { get; internal init; } = [];

    /// <summary>What stands in for a missing number of each feature; empty where missing numbers are refused.</summary>
    public IReadOnlyList<float> Fills { get; internal init; } = [];

    /// <summary>What is subtracted from each feature; empty for no scaling.</summary>
    public IReadOnlyList<float> Subtracted { get; internal init; } = [];

    /// <summary>What the difference is divided by, feature by feature; empty for no scaling.</summary>
    public IReadOnlyList<float> Divisors { get; internal init; } = [];

    /// <summary>Whether samples are sequences, whose features are their last axis.</summary>
    public bool IsSequence { get; internal init; }

    /// <summary>Samples a second of the sounds that samples are made from; 0 for no sounds.</summary>
    public int SoundRate { get; internal init; }

    /// <summary>How sounds become the steps of a sequence; null for raw samples, or no sounds.</summary>
    public LogMelOptions? Sound { get; internal init; }

    /// <summary>Whether samples stay as the readers give them.</summary>
    internal bool ChangesNothing => Fills.Count == 0 && Divisors.Count == 0;

    /// <summary>Fits what the options ask for on samples to train on.</summary>
    /// <param name="training">The part to train on and nothing else; numbers may be missing (NaN) where the options fill them.</param>
    /// <param name="options">Their <see cref="DataOptions.Missing"/> and <see cref="DataOptions.Scaling"/> are used.</param>
    /// <exception cref="EdgeException">Kind Data: a feature has no number at all, or the samples are prepared already.</exception>
    public static Preparation Fit(Dataset training, DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        Preparation before = training.Preparation ?? new Preparation();
        if (!before.ChangesNothing)
            Throw.Data($"Data '{training.Name}' is prepared already: open it without Missing and Scaling to fit them on a part of it.");
        bool fills = options.Missing is MissingValues.Mean or MissingValues.Median, scales = options.Scaling != FeatureScaling.None;
        if (!fills && !scales)
            return before;
        FeatureLayout layout = FeatureLayout.Of(training.SampleShape, training.IsSequence);
        int features = layout.Features;
        float[] replacements = new float[fills ? features : 0], subtracted = new float[scales ? features : 0], divisors = new float[scales ? features : 0];
        FeatureStatistics figures = new(training, layout);
        int missing = Array.IndexOf(figures.Counts, 0L);
        if (missing >= 0)
            Throw.Data($"Data '{training.Name}': feature {before.NameOf(missing)} has no number at all in the part to train on; leave it out.");
        if (fills)
            before.FindFills(figures, options.Missing, replacements);
        bool[] isOneHot = before.FeaturesOf(ColumnEncoding.OneHot, features);
        for (int f = 0; f < features && scales; f++)
        {
            float? fill = fills ? replacements[f] : null;
            (double offset, double size) = options.Scaling == FeatureScaling.MinMax ? (figures.Minima[f], (double)figures.Maxima[f] - figures.Minima[f]) : figures.MeanAndDeviation(f, fill);
            (subtracted[f], divisors[f]) = isOneHot[f] ? (0f, 1f) : ((float)offset, (float)size == 0f ? 1f : (float)size);
        }
        return new Preparation
        {
            Columns = before.Columns,
            ClassColumn = before.ClassColumn,
            TargetColumns = before.TargetColumns,
            Fills = replacements,
            Subtracted = subtracted,
            Divisors = divisors,
            IsSequence = training.IsSequence,
            SoundRate = before.SoundRate,
            Sound = before.Sound,
        };
    }

    /// <summary>A view of a set whose samples are prepared.</summary>
    /// <param name="raw">Samples as the readers give them.</param>
    /// <exception cref="EdgeException">Kind Data: its samples have other features than this was fitted on.</exception>
    public Dataset Apply(Dataset raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (ChangesNothing)
            return raw;
        Check(raw.SampleShape, $"A sample of {raw.Name}");
        if (raw.IsSequence != IsSequence)
            Throw.Data($"{raw.Name} {(raw.IsSequence ? "has sequences" : "has no sequences")}, the preparation was fitted on {(IsSequence ? "sequences" : "other samples")}: use data of the same kind.");
        return new PreparedDataset(raw, this);
    }

    /// <summary>Prepares one sample in place; allocates nothing.</summary>
    /// <param name="sample">All numbers of the sample, its features one after another.</param>
    public void Apply(Span<float> sample)
    {
        int features = Math.Max(Fills.Count, Divisors.Count);
        if (features == 0)
            return;
        if (IsSequence)
        {
            for (int start = 0; start < sample.Length; start += features)
                ApplyToStep(sample.Slice(start, features));
            return;
        }
        int plane = sample.Length / features;
        for (int f = 0; f < features; f++)
        {
            Span<float> feature = sample.Slice(f * plane, plane);
            if (Fills.Count > 0)
                feature.Replace(float.NaN, Fills[f]);
            if (Divisors.Count == 0)
                continue;
            (float offset, float divisor) = (Subtracted[f], Divisors[f]);
            for (int i = 0; i < feature.Length; i++)
                feature[i] = (feature[i] - offset) / divisor;
        }
    }

    /// <summary>What it does, in a few words for a person.</summary>
    internal string Describe()
    {
        List<string> parts = [];
        if (Columns.Count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Columns.Count} columns"));
        if (Fills.Count > 0)
            parts.Add("missing numbers filled");
        if (Divisors.Count > 0)
            parts.Add("features scaled");
        return parts.Count == 0 ? "as they are" : string.Join(", ", parts);
    }

    /// <summary>Refuses a sample shape that has other features than this was fitted on.</summary>
    internal void Check(IReadOnlyList<int> sampleShape, string what)
    {
        int features = Math.Max(Fills.Count, Divisors.Count);
        if (features > 0 && FeatureLayout.Of(sampleShape, IsSequence).Features != features)
            Throw.Data($"{what} is [{string.Join(", ", sampleShape)}]; the preparation was fitted on {features} features (the {(IsSequence ? "last" : "first")} axis).");
    }

    private void ApplyToStep(Span<float> step)
    {
        for (int f = 0; f < step.Length; f++)
        {
            if (Fills.Count > 0 && float.IsNaN(step[f]))
                step[f] = Fills[f];
            if (Divisors.Count > 0)
                step[f] = (step[f] - Subtracted[f]) / Divisors[f];
        }
    }

    // Of a column of text the commonest one stands in: its place for labels; a 1 among zeros for one-hot.
    private void FindFills(FeatureStatistics figures, MissingValues how, float[] fills)
    {
        bool[] isLabel = FeaturesOf(ColumnEncoding.Label, fills.Length), isOneHot = FeaturesOf(ColumnEncoding.OneHot, fills.Length);
        for (int f = 0; f < fills.Length; f++)
        {
            if (!isOneHot[f])
                fills[f] = isLabel[f] ? figures.Commonest(f) : (float)(how == MissingValues.Mean ? figures.Means[f] : figures.Median(f));
        }
        int first = 0;
        foreach (TableColumn column in Columns)
        {
            int best = first;
            for (int f = first; f < first + column.Width; f++)
                best = figures.Means[f] > figures.Means[best] ? f : best;
            if (column.Encoding == ColumnEncoding.OneHot)
                fills[best] = 1f;
            first += column.Width;
        }
    }

    private bool[] FeaturesOf(ColumnEncoding encoding, int features)
    {
        bool[] found = new bool[features];
        int first = 0;
        foreach (TableColumn column in Columns)
        {
            found.AsSpan(first, column.Width).Fill(column.Encoding == encoding);
            first += column.Width;
        }
        return found;
    }

    private string NameOf(int feature)
    {
        foreach (TableColumn column in Columns)
        {
            if (feature < column.Width)
                return $"'{column.Name}'";
            feature -= column.Width;
        }
        return feature.ToString(CultureInfo.InvariantCulture);
    }
}
