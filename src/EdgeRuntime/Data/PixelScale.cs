using System;

namespace EdgeRuntime.Data;

/// <summary>Bytes to numbers, <c>(pixel * white / 255 - mean) / deviation</c>, from a table of the 256 answers.</summary>
internal sealed class PixelScale
{
    private readonly float[] _values = new float[256];

    public PixelScale(DataOptions options)
    {
        for (int i = 0; i < _values.Length; i++)
            _values[i] = ((i * options.White / 255f) - options.Mean) / options.Deviation;
    }

    public void Copy(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        target = target[..pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            target[i] = _values[pixels[i]];
    }
}
