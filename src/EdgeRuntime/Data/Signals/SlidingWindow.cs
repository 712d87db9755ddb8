using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// The last samples of a stream as a window [time, channels], again and again: what a network for sequences of sensor data reads. Windows may
/// overlap (a hop below the length) or leave samples out (above it). Memory is allocated once.
/// </summary>
public sealed class SlidingWindow
{
    private readonly Framing _framing;

    /// <summary>Makes room for one window.</summary>
    /// <param name="length">Samples of a window.</param>
    /// <param name="hop">Samples from the start of a window to the start of the next.</param>
    /// <param name="channels">Numbers of a sample.</param>
    /// <exception cref="EdgeException">Kind Data: a number is below 1, or a window has more than 2^30 numbers.</exception>
    public SlidingWindow(int length, int hop, int channels)
    {
        if (length < 1 || hop < 1 || channels < 1 || (long)length * channels > 1 << 30 || (long)hop * channels > 1 << 30)
            Throw.Data($"Windows of {length} samples of {channels} channels every {hop} samples: use 1 and more for each, at most 2^30 numbers.");
        (Length, Hop, Channels) = (length, hop, channels);
        _framing = new Framing(length, hop, channels);
    }

    /// <summary>Samples of a window.</summary>
    public int Length { get; }

    /// <summary>Samples from the start of a window to the start of the next.</summary>
    public int Hop { get; }

    /// <summary>Numbers of a sample.</summary>
    public int Channels { get; }

    /// <summary>Whether a window is ready: until the next sample is pushed.</summary>
    public bool IsReady => _framing.IsReady;

    /// <summary>The window [<see cref="Length"/>, <see cref="Channels"/>], oldest sample first; whole while <see cref="IsReady"/>.</summary>
    public ReadOnlySpan<float> Window => _framing.Frame;

    /// <summary>Takes one sample.</summary>
    /// <param name="sample">A number for each channel.</param>
    /// <returns>Whether it completed a window.</returns>
    /// <exception cref="EdgeException">Kind Data: the sample has another number of channels.</exception>
    public bool Push(ReadOnlySpan<float> sample)
    {
        if (sample.Length != Channels)
            Throw.Data($"A sample of {sample.Length} numbers was pushed into windows of {Channels} channels.");
        if (_framing.IsReady)
            _framing.Advance();
        _framing.Take(sample);
        return _framing.IsReady;
    }

    /// <summary>Forgets everything that was pushed.</summary>
    public void Reset() => _framing.Reset();
}
