using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>A set whose samples are filled and scaled as they are read.</summary>
internal sealed class PreparedDataset(Dataset raw, Preparation preparation) : Dataset
{
    private readonly int _length = raw.SampleLength;

    public override string Name => raw.Name;

    public override int Count => raw.Count;

    public override IReadOnlyList<int> SampleShape => raw.SampleShape;

    public override IReadOnlyList<string> ClassNames => raw.ClassNames;

    public override int TargetLength => raw.TargetLength;

    public override IReadOnlyList<string> TargetNames => raw.TargetNames;

    public override Preparation? Preparation => preparation;

    public override void CopySample(int index, Span<float> target)
    {
        raw.CopySample(index, target);
        preparation.Apply(target[.._length]);
    }

    public override int Label(int index) => raw.Label(index);

    public override void CopyTarget(int index, Span<float> target) => raw.CopyTarget(index, target);
}
