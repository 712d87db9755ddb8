using System;
using System.Globalization;
using EdgeRuntime.Data.Signals;

namespace EdgeRuntime.Data.Sequences;

/// <summary>From a sound to the steps of a sequence: one rate, then frames of mel bands; the same for training and for whoever runs the model.</summary>
internal sealed class SoundReader
{
    private readonly LogMel? _mel;
    private Resampler? _resampler; // of the rate that came last
    private int _resampledRate;
    private readonly long _maxBytes;
    private readonly float[] _short; // a sound that is shorter than a frame, with silence behind

    /// <summary>A reader of sounds.</summary>
    /// <param name="name">The set, for messages.</param>
    /// <param name="options">What the user asks for, or what a model was trained on.</param>
    /// <param name="firstRate">The rate of the first sound.</param>
    public SoundReader(string name, DataOptions options, int firstRate)
    {
        Preparation? known = options.Preparation is { SoundRate: > 0 } fitted ? fitted : null;
        options.Sound.Check(name);
        _maxBytes = options.MaxBytes;
        Rate = known?.SoundRate ?? (options.Sound.SampleRate > 0 ? options.Sound.SampleRate : firstRate);
        FrontEnd = known is null ? options.Sound.FrontEnd(Rate) : known.Sound;
        _mel = FrontEnd is null ? null : new LogMel(FrontEnd);
        _short = new float[FrontEnd?.FrameLength ?? 0];
    }

    /// <summary>Samples a second.</summary>
    public int Rate { get; }

    /// <summary>How frames are made; null for raw samples.</summary>
    public LogMelOptions? FrontEnd { get; }

    /// <summary>Numbers of a step.</summary>
    public int Features => FrontEnd?.Features ?? 1;

    /// <summary>What is kept with a model that is trained on these sounds.</summary>
    public Preparation Source => new() { IsSequence = true, SoundRate = Rate, Sound = FrontEnd };

    /// <summary>The steps of a sound; one that is shorter than a frame is followed by silence.</summary>
    /// <param name="sound">At any rate.</param>
    /// <param name="what">What messages call it.</param>
    /// <exception cref="EdgeException">Kind Memory: it would take more than the options allow; Unsupported: its rate has no simple ratio to the wanted one.</exception>
    public float[] Steps(WavSound sound, string what)
    {
        float[] samples = sound.Rate == Rate ? sound.Samples : Resampled(sound, what);
        if (_mel is null)
            return samples;
        RequireRoom(FrontEnd!.FrameCount(samples.Length) * (long)Features, what);
        if (samples.Length >= _short.Length)
            return _mel.Transform(samples);
        Array.Clear(_short);
        samples.CopyTo(_short.AsSpan());
        return _mel.Transform(_short);
    }

    private float[] Resampled(WavSound sound, string what)
    {
        if (_resampler is null || _resampledRate != sound.Rate)
            (_resampler, _resampledRate) = (new Resampler(sound.Rate, Rate), sound.Rate);
        RequireRoom(_resampler.CountOf(sound.Samples.Length), what);
        return _resampler.Transform(sound.Samples);
    }

    private void RequireRoom(long numbers, string what)
    {
        if (numbers * sizeof(float) > Math.Min(_maxBytes, Array.MaxLength))
            Throw.Memory($"{what} becomes {numbers} numbers, which need more than the limit of {_maxBytes} bytes. Take a lower rate or longer hops.");
    }

    /// <summary>What was done, for a person.</summary>
    public string Describe() => FrontEnd is null
        ? string.Create(CultureInfo.InvariantCulture, $"samples at {Rate} Hz")
        : string.Create(CultureInfo.InvariantCulture, $"{Features} {(FrontEnd.Coefficients > 0 ? "cepstral coefficients" : "log-mel bands")} of {FrontEnd.FrameLength * 1000.0 / Rate:0.#} ms every {FrontEnd.Hop * 1000.0 / Rate:0.#} ms at {Rate} Hz");
}
