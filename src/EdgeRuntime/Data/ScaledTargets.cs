using System;

namespace EdgeRuntime.Data;

/// <summary>A set whose targets are scaled as they are read.</summary>
internal sealed class ScaledTargets(Dataset raw, TargetScaling scaling) : DatasetView(raw)
{
    /// <summary>How they are scaled.</summary>
    public TargetScaling Scaling => scaling;

    public override void CopyTarget(int index, Span<float> target)
    {
        base.CopyTarget(index, target);
        scaling.Apply(target);
    }
}
