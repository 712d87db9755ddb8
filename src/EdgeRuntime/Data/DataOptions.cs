using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>How samples are brought into the form that a network wants.</summary>
public sealed record DataOptions
{
    /// <summary>What a white pixel (255) becomes before mean and deviation: 1 unless told, 255 for raw pixels.</summary>
    public float White { get; init; } = 1f;

    /// <summary>Subtracted from every number; for example 0.1307 for many MNIST networks.</summary>
    public float Mean { get; init; }

    /// <summary>What the difference is divided by: <c>value = (pixel * White / 255 - Mean) / Deviation</c>, or <c>(number - Mean) / Deviation</c> in tables.</summary>
    public float Deviation { get; init; } = 1f;

    /// <summary>Pixels in a row of every sample; 0 takes the first picture's. Used by images and digits.</summary>
    public int Width { get; init; }

    /// <summary>Rows of every sample; 0 takes the first picture's. Used by images and digits.</summary>
    public int Height { get; init; }

    /// <summary>1 grey or 3 RGB; 0 takes the first picture's. Used by images.</summary>
    public int Channels { get; init; }

    /// <summary>Draws the digits, and picks the parts of sets that have no split of their own.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many samples <c>digits</c>, <c>tones</c> or <c>gestures</c> has; 0 takes 20,000, 1,000 or 500 to train on and a tenth or a fifth of it for each other part.</summary>
    public int Count { get; init; }

    /// <summary>The most bytes that a set may hold in memory (1 GiB unless told).</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>
    /// The part of the samples to validate with, 0 to below 1; null for a tenth. The MNIST files have no validation part of
    /// their own: where this is set, it is taken out of their training part.
    /// </summary>
    public double? ValidationShare { get; init; }

    /// <summary>The part of the samples to test with, 0 to below 1; null for a tenth. Not used by sets with a test part of their own.</summary>
    public double? TestShare { get; init; }

    /// <summary>The column of a table that holds the class: a name of the heading or a number from 1; null for the last. Used by csv.</summary>
    public string? ClassColumn { get; init; }

    /// <summary>The columns of a table that are to be predicted as numbers: names or numbers from 1; empty where classes are. Used by csv.</summary>
    public IReadOnlyList<string> TargetColumns { get; init; } = [];

    /// <summary>Columns of a table that are left out: names or numbers from 1. Used by csv.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>How columns of text become numbers; <see cref="ColumnEncoding.Number"/> refuses them. Used by csv.</summary>
    public ColumnEncoding Text { get; init; }

    /// <summary>What is done with numbers that are missing. Used by csv and npy.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>How features are brought to a common size; fitted on the part to train on, whichever part is opened.</summary>
    public FeatureScaling Scaling { get; init; }

    /// <summary>How sounds become sequences; not looked at where <see cref="Preparation"/> says it. Used by wav and tones.</summary>
    public SoundOptions Sound { get; init; } = new();

    /// <summary>What was fitted before, on the data that a model was trained on; null to fit as <see cref="Missing"/> and <see cref="Scaling"/> say.</summary>
    public Preparation? Preparation { get; init; }

    /// <summary>The classes that a model knows, in its order; labels are found by name in it. Empty to take the classes of the data. Used by csv and images.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Whether missing numbers may be left in by the readers, because a preparation fills them.</summary>
    internal bool FillsMissing => Preparation is { Fills.Count: > 0 } || (Preparation is null && Missing is MissingValues.Mean or MissingValues.Median);

    /// <summary>Whether something is to be fitted on the part to train on.</summary>
    internal bool IsFitted => Scaling != FeatureScaling.None || Missing is MissingValues.Mean or MissingValues.Median;

    /// <summary>Refuses numbers that no set can be read with.</summary>
    internal void Check(string name)
    {
        if (!float.IsFinite(White) || !float.IsFinite(Mean) || !float.IsFinite(Deviation) || Deviation == 0)
            Throw.Data($"Data '{name}': white {White}, mean {Mean} and deviation {Deviation} must be finite, and the deviation not 0.");
        double validation = ValidationShare ?? StratifiedSplit.UsualShare, test = TestShare ?? StratifiedSplit.UsualShare;
        if (!(validation is >= 0 and < 1) || !(test is >= 0 and < 1) || validation + test >= 1)
            Throw.Data(string.Create(CultureInfo.InvariantCulture, $"Data '{name}': the shares {validation} to validate and {test} to test with must be 0 or more and leave something to train on."));
    }
}
