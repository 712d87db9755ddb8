using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>Samples kept as floats, one after another, each with a class or with targets.</summary>
internal sealed class ArrayDataset : Dataset
{
    private readonly float[] _values;
    private readonly int[] _labels;
    private readonly float[] _targets;
    private readonly int _length;

    /// <summary>A set of classes.</summary>
    public ArrayDataset(string name, IReadOnlyList<int> sampleShape, float[] values, int[] labels, IReadOnlyList<string> classNames)
        : this(name, sampleShape, values, labels.Length)
    {
        (_labels, ClassNames) = (labels, classNames);
    }

    /// <summary>A set with targets.</summary>
    public ArrayDataset(string name, IReadOnlyList<int> sampleShape, float[] values, float[] targets, int targetLength, IReadOnlyList<string> targetNames)
        : this(name, sampleShape, values, targets.Length / targetLength)
    {
        (_targets, TargetLength, TargetNames) = (targets, targetLength, targetNames);
    }

    private ArrayDataset(string name, IReadOnlyList<int> sampleShape, float[] values, int count)
    {
        (Name, SampleShape, Count, _values, _labels, _targets, ClassNames, TargetNames) = (name, sampleShape, count, values, [], [], [], []);
        _length = SampleLength;
    }

    public override string Name { get; }

    public override int Count { get; }

    public override IReadOnlyList<int> SampleShape { get; }

    public override IReadOnlyList<string> ClassNames { get; }

    public override int TargetLength { get; }

    public override IReadOnlyList<string> TargetNames { get; }

    public override Preparation? Preparation => Source;

    /// <summary>The columns of the table that the samples come from; null for none.</summary>
    public Preparation? Source { get; init; }

    public override void CopySample(int index, Span<float> target) => _values.AsSpan(index * _length, _length).CopyTo(target);

    public override int Label(int index)
    {
        if (TargetLength > 0)
            Throw.Data($"Data '{Name}' has targets to regress on, not classes: use a loss for numbers, such as mean squared error.");
        return _labels[index];
    }

    public override void CopyTarget(int index, Span<float> target)
    {
        if (TargetLength == 0)
            base.CopyTarget(index, target);
        _targets.AsSpan(index * TargetLength, TargetLength).CopyTo(target);
    }
}
