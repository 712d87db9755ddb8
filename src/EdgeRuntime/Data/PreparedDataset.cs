using System;

namespace EdgeRuntime.Data;

/// <summary>A set whose samples are filled and scaled as they are read.</summary>
internal sealed class PreparedDataset(Dataset raw, Preparation preparation) : DatasetView(raw)
{
    private readonly int _length = raw.SampleLength;
    private readonly int _features = raw.IsSequence ? raw.SampleShape[^1] : 0;

    public override Preparation? Preparation => preparation;

    public override void CopySample(int index, Span<float> target)
    {
        base.CopySample(index, target);
        preparation.Apply(target[..(IsSequence ? Length(index) * _features : _length)]); // padding stays 0
    }
}
