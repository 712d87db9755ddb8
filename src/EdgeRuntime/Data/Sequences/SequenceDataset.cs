using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data.Sequences;

/// <summary>Sequences [steps, features] kept one after another without padding, each with a class or with targets, and a group where it has one.</summary>
internal sealed class SequenceDataset : Dataset
{
    private readonly float[] _values;
    private readonly int[] _starts;
    private readonly int _features;

    /// <param name="name">The SPEC.</param>
    /// <param name="features">Numbers of a step.</param>
    /// <param name="values">All steps of all samples.</param>
    /// <param name="starts">The first step of each sample, and behind the last one the number of all steps.</param>
    public SequenceDataset(string name, int features, float[] values, int[] starts)
    {
        (Name, _features, _values, _starts) = (name, features, values, starts);
        int most = 0, least = int.MaxValue;
        for (int i = 0; i < Count; i++)
            (most, least) = (Math.Max(most, Length(i)), Math.Min(least, Length(i)));
        (SampleShape, HasLengths) = ([most, features], least < most);
    }

    public override string Name { get; }

    public override int Count => _starts.Length - 1;

    public override IReadOnlyList<int> SampleShape { get; }

    public override bool IsSequence => true;

    public override bool HasLengths { get; }

    public override IReadOnlyList<string> ClassNames => Classes;

    public override int TargetLength => Targets.Length > 0 ? 1 : 0;

    public override Preparation? Preparation => Source;

    public override string? Remark => Note;

    /// <summary>The names of the classes; empty for a set with targets.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The class of each sample.</summary>
    public int[] Labels { get; init; } = [];

    /// <summary>The target of each sample; empty for a set of classes.</summary>
    public float[] Targets { get; init; } = [];

    /// <summary>The group of each sample; empty for none.</summary>
    public string?[] Groups { get; init; } = [];

    /// <summary>How sounds became features; null where nothing was computed.</summary>
    public Preparation? Source { get; init; }

    /// <summary>What a person should know.</summary>
    public string? Note { get; init; }

    public override int Length(int index) => _starts[index + 1] - _starts[index];

    public override string? Group(int index) => Groups.Length > 0 ? Groups[index] : null;

    public override void CopySample(int index, Span<float> target)
    {
        int count = Length(index) * _features;
        _values.AsSpan(_starts[index] * _features, count).CopyTo(target);
        target[count..(SampleShape[0] * _features)].Clear();
    }

    public override int Label(int index)
    {
        if (TargetLength > 0)
            Throw.Data($"Data '{Name}' has targets to regress on, not classes: use a loss for numbers, such as mean squared error.");
        return Labels[index];
    }

    public override void CopyTarget(int index, Span<float> target)
    {
        if (TargetLength == 0)
            base.CopyTarget(index, target);
        target[0] = Targets[index];
    }
}
