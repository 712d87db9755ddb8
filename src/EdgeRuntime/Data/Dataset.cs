using System;
using System.Collections.Generic;
using EdgeRuntime.Data.Digits;
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

    /// <summary>The axes of one sample without the batch: [channels, height, width] for pictures, [columns] for tables.</summary>
    public abstract IReadOnlyList<int> SampleShape { get; }

    /// <summary>The name of each class; a label is a place in this list.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

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

    /// <summary>The class of one sample, 0 to the number of classes - 1.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public abstract int Label(int index);

    /// <summary>Opens a data SPEC: <c>mnist:DIR</c>, <c>images:DIR</c>, <c>csv:FILE</c>, <c>digits</c>, each with <c>#train</c>, <c>#val</c> or <c>#test</c>.</summary>
    /// <param name="spec">The SPEC.</param>
    /// <param name="split">The part to open where the SPEC names none.</param>
    /// <param name="options">Scaling, sizes and seed.</param>
    /// <exception cref="EdgeException">Kind Data, Format or Unsupported: what is wrong with the SPEC or its files.</exception>
    public static Dataset Open(string spec, Split split = Split.All, DataOptions? options = null)
    {
        DataSpec parsed = DataSpec.Parse(spec);
        parsed = parsed with { Split = parsed.Split ?? split };
        options ??= new DataOptions();
        if (!float.IsFinite(options.White) || !float.IsFinite(options.Mean) || !float.IsFinite(options.Deviation) || options.Deviation == 0)
            Throw.Data($"Data '{spec}': white {options.White}, mean {options.Mean} and deviation {options.Deviation} must be finite, and the deviation not 0.");
        return parsed.Kind switch
        {
            "mnist" => MnistDataset.Open(parsed, options),
            "images" => ImageFolder.Open(parsed, options),
            "csv" => CsvDataset.Open(parsed, options),
            _ => DigitDataset.Open(parsed, options),
        };
    }

    /// <summary>The first <paramref name="count"/> samples, or all where there are fewer.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] indices = new int[Math.Min(count, Count)];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = i;
        return indices.Length == Count ? this : new DatasetPart(this, indices);
    }

    /// <summary>Two parts without a common sample: a random <paramref name="count"/> held out, and the rest; both in ascending order.</summary>
    /// <exception cref="EdgeException">Kind Data: there are not more than <paramref name="count"/> samples.</exception>
    public (Dataset Kept, Dataset HeldOut) HoldOut(int count, ulong seed)
    {
        if (count < 0 || count >= Count)
            Throw.Data($"Data '{Name}': {count} of {Count} samples cannot be held out.");
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new CounterRandom(seed, HoldOutStream).Shuffle<int>(order);
        int[] held = order[..count], rest = order[count..];
        Array.Sort(held);
        Array.Sort(rest);
        return (new DatasetPart(this, rest), new DatasetPart(this, held));
    }
}
