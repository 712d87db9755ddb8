using System;
using System.Collections.Generic;
using EdgeRuntime.Data.Digits;
using EdgeRuntime.Data.Sequences;
using EdgeRuntime.Data.Sequences.Gestures;
using EdgeRuntime.Data.Sequences.Tones;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data;

/// <summary>Labelled samples: what a network trains on and is measured with. Reading a sample allocates nothing and is safe from several threads.</summary>
public abstract class Dataset
{
    private const uint HoldOutStream = 0x4441_0001;

    /// <summary>What the set is called in messages: its SPEC.</summary>
    public abstract string Name { get; }

    /// <summary>How many samples.</summary>
    public abstract int Count { get; }

    /// <summary>The axes of one sample without the batch: [channels, height, width] for pictures, [columns] for tables, [steps, features] for sequences.</summary>
    public abstract IReadOnlyList<int> SampleShape { get; }

    /// <summary>The name of each class; a label is a place in this list. Empty for sets with targets instead of classes.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many numbers the target of a sample has, for regression; 0 for sets of classes.</summary>
    public virtual int TargetLength => 0;

    /// <summary>The names of the targets, where the set has names for them.</summary>
    public virtual IReadOnlyList<string> TargetNames => [];

    /// <summary>How samples became what they are, to be kept with a model that is trained on them; null where nothing was fitted.</summary>
    public virtual Preparation? Preparation => null;

    /// <summary>Whether samples are sequences [steps, features]; what is fitted on them is fitted for each feature, over all steps.</summary>
    public virtual bool IsSequence => false;

    /// <summary>
    /// Whether the sequences differ in length: shorter ones are padded with zeros behind, <see cref="Length"/> says how much is real, and a
    /// network for them takes the lengths as its second input.
    /// </summary>
    public virtual bool HasLengths => false;

    /// <summary>What a person should know of how the set was read; null for nothing.</summary>
    public virtual string? Remark => null;

    /// <summary>How many groups a stratified split keeps in proportion: the classes, or one for sets with targets.</summary>
    internal int StrataCount => TargetLength > 0 ? 1 : ClassNames.Count;

    /// <summary>How many numbers a sample has.</summary>
    public int SampleLength
    {
        get
        {
            int length = 1;
            for (int i = 0; i < SampleShape.Count; i++)
                length *= SampleShape[i];
            return length;
        }
    }

    /// <summary>Copies one sample, scaled as the options say.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">At least <see cref="SampleLength"/> numbers; the shape is <see cref="SampleShape"/>.</param>
    public abstract void CopySample(int index, Span<float> target);

    /// <summary>The steps of one sample that are its own, 1 to the first of <see cref="SampleShape"/>; what follows them is padding.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public virtual int Length(int index) => SampleShape[0];

    /// <summary>Whom or what a sample comes from, such as a speaker; null where the set does not say.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public virtual string? Group(int index) => null;

    /// <summary>The class of one sample, 0 to the number of classes - 1.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="EdgeException">Kind Data: the set has targets, not classes.</exception>
    public abstract int Label(int index);

    /// <summary>Copies the target of one sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">At least <see cref="TargetLength"/> numbers.</param>
    /// <exception cref="EdgeException">Kind Data: the set has classes, not targets.</exception>
    public virtual void CopyTarget(int index, Span<float> target) =>
        Throw.Data($"Data '{Name}' has classes, not targets to regress on: use a loss for classes.");

    /// <summary>Opens a data SPEC: <c>mnist:DIR</c>, <c>images:DIR</c>, <c>csv:FILE</c>, <c>npy:DIR</c>, <c>wav:PATH</c>, <c>ts:FILE</c>, <c>wand:PATH</c>, <c>digits</c>, <c>tones</c>, <c>gestures</c>, each with <c>#train</c>, <c>#val</c> or <c>#test</c>.</summary>
    /// <param name="spec">The SPEC.</param>
    /// <param name="split">The part to open where the SPEC names none.</param>
    /// <param name="options">Scaling, sizes and seed.</param>
    /// <exception cref="EdgeException">Kind Data, Format or Unsupported: what is wrong with the SPEC or its files.</exception>
    public static Dataset Open(string spec, Split split = Split.All, DataOptions? options = null)
    {
        options ??= new DataOptions();
        DataSpec parsed = DataSpec.Parse(spec);
        Dataset opened = OpenUnprepared(spec, split, options);
        if (options.Preparation is { } given)
            return given.Apply(opened);
        if (!options.IsFitted)
            return opened;
        Dataset fitted = (parsed.Split ?? split) is Split.All or Split.Train ? opened : OpenPart(parsed with { Split = Split.Train }, options);
        return Preparation.Fit(fitted, options).Apply(opened);
    }

    /// <summary>As <see cref="Open"/>, but what the options ask to be fitted or applied is left to the caller; numbers may be missing (NaN).</summary>
    internal static Dataset OpenUnprepared(string spec, Split split, DataOptions options)
    {
        DataSpec parsed = DataSpec.Parse(spec);
        options.Check(spec);
        return OpenPart(parsed with { Split = parsed.Split ?? split }, options);
    }

    /// <summary>The first <paramref name="count"/> samples, or all where there are fewer.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count >= Count ? this : new DatasetPart(this, Numbers(count));
    }

    /// <summary>Two parts without a common sample: a random <paramref name="count"/> held out, and the rest; both in ascending order.</summary>
    /// <exception cref="EdgeException">Kind Data: there are not more than <paramref name="count"/> samples.</exception>
    public (Dataset Kept, Dataset HeldOut) HoldOut(int count, ulong seed)
    {
        if (count < 0 || count >= Count)
            Throw.Data($"Data '{Name}': {count} of {Count} samples cannot be held out.");
        int[] order = Numbers(Count);
        new CounterRandom(seed, HoldOutStream).Shuffle<int>(order);
        int[] held = order[..count], rest = order[count..];
        Array.Sort(held);
        Array.Sort(rest);
        return (new DatasetPart(this, rest), new DatasetPart(this, held));
    }

    /// <summary>Three parts without a common sample, each with its share of every class, in ascending order.</summary>
    /// <param name="validationShare">The part to validate with, 0 to below 1.</param>
    /// <param name="testShare">The part to test with, 0 to below 1; together with the other below 1.</param>
    /// <param name="seed">The same seed gives the same parts on every machine.</param>
    /// <exception cref="EdgeException">Kind Data: the shares leave nothing to train on.</exception>
    public (Dataset Training, Dataset Validation, Dataset Test) SplitByClass(double validationShare, double testShare, ulong seed)
    {
        new DataOptions { ValidationShare = validationShare, TestShare = testShare }.Check(Name);
        int[] strata = Strata();
        return (Part(Split.Train), Part(Split.Validation), Part(Split.Test));

        DatasetPart Part(Split split) => new(this, StratifiedSplit.Indices(strata, StrataCount, split, seed, validationShare, testShare));
    }

    /// <summary>Stratified k-fold: each sample is in exactly one validation part, and each part has its share of every class.</summary>
    /// <param name="count">k, from 2 to the number of samples.</param>
    /// <param name="seed">The same seed gives the same folds on every machine.</param>
    /// <exception cref="EdgeException">Kind Data: there are fewer samples than folds, or fewer than two folds.</exception>
    public IReadOnlyList<(Dataset Training, Dataset Validation)> Folds(int count, ulong seed)
    {
        if (count < 2 || count > Count)
            Throw.Data($"Data '{Name}': {Count} samples cannot make {count} folds; take 2 to {Count}.");
        int[][] folds = StratifiedSplit.Folds(Strata(), StrataCount, count, seed);
        return Array.ConvertAll(folds, fold => ((Dataset)new DatasetPart(this, Without(fold)), (Dataset)new DatasetPart(this, fold)));
    }

    /// <summary>A fold for each group (<see cref="Group"/>), in ordinal order: that group to validate with, all others to train on.</summary>
    /// <exception cref="EdgeException">Kind Data: the set has no groups, a single one, or samples that belong to none.</exception>
    public IReadOnlyList<(Dataset Training, Dataset Validation)> GroupFolds()
    {
        SortedDictionary<string, List<int>> groups = new(StringComparer.Ordinal);
        for (int i = 0; i < Count; i++)
        {
            if (Group(i) is not { } group)
            {
                Throw.Data($"Data '{Name}': sample {i} belongs to no group (of sounds: label_group_index.wav); take a number of folds instead.");
                return [];
            }
            if (!groups.TryGetValue(group, out List<int>? members))
                groups[group] = members = [];
            members.Add(i);
        }
        if (groups.Count < 2)
            Throw.Data($"Data '{Name}': there is one group alone, '{string.Join(", ", groups.Keys)}'; take a number of folds instead.");
        List<(Dataset, Dataset)> folds = [];
        foreach (List<int> members in groups.Values)
            folds.Add((new DatasetPart(this, Without([.. members])), new DatasetPart(this, [.. members])));
        return folds;
    }

    /// <summary>How many samples each class has; empty for sets with targets.</summary>
    public int[] ClassCounts()
    {
        int[] counts = new int[ClassNames.Count];
        for (int i = 0; i < Count && TargetLength == 0; i++)
            counts[Label(i)]++;
        return counts;
    }

    /// <summary>The group of each sample in a stratified split: its class, or the one group of sets with targets.</summary>
    internal int[] Strata()
    {
        int[] strata = new int[Count];
        for (int i = 0; i < strata.Length && TargetLength == 0; i++)
            strata[i] = Label(i);
        return strata;
    }

    private static Dataset OpenPart(DataSpec spec, DataOptions options) => spec.Kind switch
    {
        "mnist" => MnistDataset.Open(spec, options),
        "images" => ImageFolder.Open(spec, options),
        "csv" => CsvDataset.Open(spec, options),
        "npy" => NpyDataset.Open(spec, options),
        "wav" => WavDataset.Open(spec, options),
        "ts" => TsDataset.Open(spec, options),
        "wand" => WandDataset.Open(spec, options),
        "tones" => ToneDataset.Open(spec, options),
        "gestures" => GestureDataset.Open(spec, options),
        _ => DigitDataset.Open(spec, options),
    };

    private static int[] Numbers(int count)
    {
        int[] numbers = new int[count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = i;
        return numbers;
    }

    private int[] Without(int[] sorted) => Array.FindAll(Numbers(Count), i => Array.BinarySearch(sorted, i) < 0);
}
