using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>Samples kept as bytes, all of one shape, one after another: a quarter of the memory of floats.</summary>
internal sealed class PixelDataset : Dataset
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;
    private readonly int _sampleLength;
    private readonly PixelScale _scale;

    public PixelDataset(string name, int[] sampleShape, byte[] pixels, byte[] labels, string[] classNames, DataOptions options)
    {
        (Name, SampleShape, ClassNames, _pixels, _labels) = (name, sampleShape, classNames, pixels, labels);
        _sampleLength = SampleLength;
        _scale = new PixelScale(options);
    }

    public override string Name { get; }

    public override int Count => _labels.Length;

    public override IReadOnlyList<int> SampleShape { get; }

    public override IReadOnlyList<string> ClassNames { get; }

    public override void CopySample(int index, Span<float> target) => _scale.Copy(_pixels.AsSpan(index * _sampleLength, _sampleLength), target);

    public override int Label(int index) => _labels[index];
}
