using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>Some samples of another set, in any order, and any of them more than once.</summary>
internal sealed class DatasetPart(Dataset whole, int[] indices) : Dataset
{
    public override string Name => whole.Name;

    public override int Count => indices.Length;

    public override IReadOnlyList<int> SampleShape => whole.SampleShape;

    public override IReadOnlyList<string> ClassNames => whole.ClassNames;

    public override int TargetLength => whole.TargetLength;

    public override IReadOnlyList<string> TargetNames => whole.TargetNames;

    public override Preparation? Preparation => whole.Preparation;

    public override bool IsSequence => whole.IsSequence;

    public override bool HasLengths => whole.HasLengths;

    public override string? Remark => whole.Remark;

    public override void CopySample(int index, Span<float> target) => whole.CopySample(indices[index], target);

    public override int Length(int index) => whole.Length(indices[index]);

    public override string? Group(int index) => whole.Group(indices[index]);

    public override int Label(int index) => whole.Label(indices[index]);

    public override void CopyTarget(int index, Span<float> target) => whole.CopyTarget(indices[index], target);
}
