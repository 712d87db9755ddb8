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
        if (samples.Length < _short.Length)
        {
            Array.Clear(_short);
            samples.CopyTo(_short.AsSpan());
            samples = _short;
        }

        float[] steps = _mel.Transform(samples);
        if (!Array.TrueForAll(steps, float.IsFinite))
            Throw.Data($"{what}: its samples are too large, up to {Largest(samples).ToString("G3", CultureInfo.InvariantCulture)}, so that their spectrum has no finite numbers. Save it with samples from -1 to 1.");
        return steps;
    }

    /// <summary>Fails where a sound takes more memory than the options allow, before it is taken.</summary>
    /// <param name="bytes">Bytes of its file.</param>
    /// <param name="samples">Samples of it.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="count">Sounds of the set, all of which are padded to the longest.</param>
    /// <param name="what">What messages call it.</param>
    public void RequireRoom(long bytes, long samples, int rate, int count, string what)
    {
        string length = string.Create(CultureInfo.InvariantCulture, $"{what} has {samples} samples, {samples / (double)rate:0.#} s");
        if (bytes + (samples * sizeof(float)) > _maxBytes)
            Throw.Memory($"{length}: reading it takes {bytes + (samples * sizeof(float))} bytes, more than the limit of {_maxBytes}. Cut it into shorter sounds.");
        long resampled = samples * Rate / rate;
        long steps = FrontEnd is null ? resampled : resampled / FrontEnd.Hop;
        if (steps * Features * sizeof(float) > _maxBytes / count)
            Throw.Memory($"{length}: it becomes {steps} steps of {Features}; {count} samples of that length need more than the limit of {_maxBytes} bytes. Cut it into shorter sounds.");
    }

    private float[] Resampled(WavSound sound, string what)
    {
        if (_resampler is null || _resampledRate != sound.Rate)
            (_resampler, _resampledRate) = (new Resampler(sound.Rate, Rate), sound.Rate);
        RequireRoom(_resampler.CountOf(sound.Samples.Length), what);
        return _resampler.Transform(sound.Samples);
    }

    private static float Largest(float[] samples)
    {
        float largest = 0;
        foreach (float sample in samples)
            largest = Math.Max(largest, Math.Abs(sample));
        return largest;
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
