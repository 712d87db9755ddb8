using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>A set whose samples are filled and scaled as they are read.</summary>
internal sealed class PreparedDataset(Dataset raw, Preparation preparation) : Dataset
{
    private readonly int _length = raw.SampleLength;
    private readonly int _features = raw.IsSequence ? raw.SampleShape[^1] : 0;

    public override string Name => raw.Name;

    public override int Count => raw.Count;

    public override IReadOnlyList<int> SampleShape => raw.SampleShape;

    public override IReadOnlyList<string> ClassNames => raw.ClassNames;

    public override int TargetLength => raw.TargetLength;

    public override IReadOnlyList<string> TargetNames => raw.TargetNames;

    public override Preparation? Preparation => preparation;

    public override bool IsSequence => raw.IsSequence;

    public override bool HasLengths => raw.HasLengths;

    public override string? Remark => raw.Remark;

    public override void CopySample(int index, Span<float> target)
    {
        raw.CopySample(index, target);
        preparation.Apply(target[..(raw.IsSequence ? raw.Length(index) * _features : _length)]); // padding stays 0
    }

    public override int Length(int index) => raw.Length(index);

    public override string? Group(int index) => raw.Group(index);

    public override int Label(int index) => raw.Label(index);

    public override void CopyTarget(int index, Span<float> target) => raw.CopyTarget(index, target);
}
