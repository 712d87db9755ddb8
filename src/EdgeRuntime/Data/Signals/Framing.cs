using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>Cuts a stream of samples, each of some channels, into frames that may overlap or leave gaps, in memory of one frame.</summary>
internal sealed class Framing
{
    private readonly float[] _frame;
    private readonly int _hop;
    private readonly int _padding;
    private int _filled;
    private int _skipped; // samples of a gap that are still to come

    /// <summary>Frames of <paramref name="length"/> samples; so many zeros stand before the first sample.</summary>
    public Framing(int length, int hop, int channels, int padding = 0)
    {
        _frame = new float[length * channels];
        _hop = hop * channels;
        _padding = padding * channels;
        Reset();
    }

    public bool IsReady => _filled == _frame.Length;

    /// <summary>The frame, oldest sample first; whole while <see cref="IsReady"/>.</summary>
    public Span<float> Frame => _frame;

    /// <summary>How many numbers are missing until the next frame is ready.</summary>
    public int Missing => _skipped + _frame.Length - _filled;

    public void Reset()
    {
        Array.Clear(_frame);
        _filled = _padding;
        _skipped = 0;
    }

    /// <summary>Takes numbers until a frame is ready; returns how many it took.</summary>
    public int Take(ReadOnlySpan<float> samples)
    {
        int gap = Math.Min(_skipped, samples.Length);
        _skipped -= gap;
        int taken = Math.Min(samples.Length - gap, _frame.Length - _filled);
        samples.Slice(gap, taken).CopyTo(_frame.AsSpan(_filled));
        _filled += taken;
        return gap + taken;
    }

    /// <summary>Leaves a frame that is ready for the next one.</summary>
    public void Advance()
    {
        int kept = Math.Max(0, _frame.Length - _hop);
        _frame.AsSpan(_frame.Length - kept).CopyTo(_frame);
        _filled = kept;
        _skipped = Math.Max(0, _hop - _frame.Length);
    }
}
