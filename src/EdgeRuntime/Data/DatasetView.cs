using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>A set whose samples or targets are changed as they are read; all else is that of the set behind it.</summary>
internal abstract class DatasetView(Dataset raw) : Dataset
{
    public override string Name => raw.Name;

    public override int Count => raw.Count;

    public override IReadOnlyList<int> SampleShape => raw.SampleShape;

    public override IReadOnlyList<string> ClassNames => raw.ClassNames;

    public override int TargetLength => raw.TargetLength;

    public override IReadOnlyList<string> TargetNames => raw.TargetNames;

    public override Preparation? Preparation => raw.Preparation;

    public override bool IsSequence => raw.IsSequence;

    public override bool HasLengths => raw.HasLengths;

    public override string? Remark => raw.Remark;

    public override void CopySample(int index, Span<float> target) => raw.CopySample(index, target);

    public override int Length(int index) => raw.Length(index);

    public override string? Group(int index) => raw.Group(index);

    public override int Label(int index) => raw.Label(index);

    public override void CopyTarget(int index, Span<float> target) => raw.CopyTarget(index, target);
}
