using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// Sound to frames of mel bands or coefficients, as it comes in: pieces of any length go in, whole frames come out, in memory that is
/// allocated once. The numbers do not depend on how the sound is cut into pieces, nor on the machine.
/// </summary>
/// <example><c>LogMel mel = new(new LogMelOptions()); int frames = mel.Push(samples, features);</c></example>
public sealed class LogMel
{
    private readonly Framing _framing;
    private readonly MelSpectrum _spectrum;
    private readonly float[] _raised = new float[256]; // a piece after pre-emphasis
    private float _before;
    private bool _heard;

    /// <summary>Makes the tables.</summary>
    /// <param name="options">How frames are made.</param>
    /// <exception cref="EdgeException">Kind Data: the options make no sense.</exception>
    public LogMel(LogMelOptions options)
        : this(options, Dispatch.Default)
    {
    }

    internal LogMel(LogMelOptions options, Isa isa)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault)
            Throw.Data($"Mel frames cannot be made with {fault}");
        Options = options;
        _framing = new Framing(options.FrameLength, options.Hop, 1, options.Padding);
        _spectrum = MelSpectrum.Of(options, isa);
    }

    /// <summary>How frames are made.</summary>
    public LogMelOptions Options { get; }

    /// <summary>Bytes of all tables and buffers.</summary>
    public int Bytes => _spectrum.Bytes + (sizeof(float) * (_framing.Frame.Length + _raised.Length));

    /// <summary>Forgets everything that was pushed.</summary>
    public void Reset()
    {
        _framing.Reset();
        _before = 0;
        _heard = false;
    }

    /// <summary>How many frames the next <see cref="Push"/> of so many samples will give.</summary>
    /// <param name="samples">Samples to be pushed.</param>
    public int FramesAfter(int samples) => samples < _framing.Missing ? 0 : ((samples - _framing.Missing) / Options.Hop) + 1;

    /// <summary>Takes samples and writes the frames that they complete.</summary>
    /// <param name="samples">The next piece of the sound, usually within -1 .. 1; of any length.</param>
    /// <param name="features">Receives [frames, <see cref="LogMelOptions.Features"/>]; room for <see cref="FramesAfter"/> frames.</param>
    /// <returns>How many frames were written.</returns>
    /// <exception cref="EdgeException">Kind Data: there is no room for the frames; nothing was taken.</exception>
    public int Push(ReadOnlySpan<float> samples, Span<float> features)
    {
        RequireRoom(samples.Length, features.Length);
        _heard |= samples.Length > 0;
        if (Options.PreEmphasis == 0)
            return Frames(samples, features);
        int frames = 0;
        while (samples.Length > 0)
        {
            int count = Math.Min(samples.Length, _raised.Length);
            for (int i = 0; i < count; i++)
            {
                _raised[i] = ScalarSet.Fnma(Options.PreEmphasis, _before, samples[i]);
                _before = samples[i];
            }
            frames += Frames(_raised.AsSpan(0, count), features[(frames * Options.Features)..]);
            samples = samples[count..];
        }
        return frames;
    }

    /// <summary>Ends the sound: writes the frames that reach beyond its last sample (<see cref="LogMelOptions.Centered"/>), and resets.</summary>
    /// <param name="features">Receives them.</param>
    /// <returns>How many frames were written; 0 where frames are not centred.</returns>
    /// <exception cref="EdgeException">Kind Data: there is no room for the frames.</exception>
    public int Finish(Span<float> features)
    {
        int frames = 0;
        if (_heard && Options.Padding > 0)
        {
            RequireRoom(Options.Padding, features.Length);
            Array.Clear(_raised);
            for (int left = Options.Padding; left > 0; left -= _raised.Length)
                frames += Frames(_raised.AsSpan(0, Math.Min(left, _raised.Length)), features[(frames * Options.Features)..]);
        }
        Reset();
        return frames;
    }

    /// <summary>The frames of a whole recording, [<see cref="LogMelOptions.FrameCount"/>, features]; what was pushed before is forgotten.</summary>
    /// <param name="samples">The recording.</param>
    public float[] Transform(ReadOnlySpan<float> samples)
    {
        float[] features = new float[Options.FrameCount(samples.Length) * Options.Features];
        Reset();
        int frames = Push(samples, features);
        Finish(features.AsSpan(frames * Options.Features));
        return features;
    }

    private int Frames(ReadOnlySpan<float> samples, Span<float> features)
    {
        int frames = 0, width = Options.Features;
        while (samples.Length > 0)
        {
            samples = samples[_framing.Take(samples)..];
            if (!_framing.IsReady)
                continue;
            _spectrum.Run(_framing.Frame, features.Slice(frames * width, width));
            _framing.Advance();
            frames++;
        }
        return frames;
    }

    private void RequireRoom(int samples, int room)
    {
        int frames = FramesAfter(samples);
        if (room < frames * Options.Features)
            Throw.Data($"{samples} samples give {frames} frames of {Options.Features} numbers, and there is room for {room} numbers.");
    }
}
