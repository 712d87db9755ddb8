using System.Collections.Generic;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// How sound becomes frames of mel bands: overlapping frames, window, spectrum, bands of equal width on a scale of pitch, logarithm and, if asked for,
/// cepstral coefficients (MFCC). The defaults are 25 ms every 10 ms at 16 kHz and 40 bands. They travel in a model's metadata (<c>edge.logmel</c>).
/// </summary>
public sealed record LogMelOptions
{
    private const string Note = "edge.logmel";
    private const int MostSamples = 1 << 20, MostBands = 4096;

    /// <summary>Samples a second, in hertz.</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>Samples of a frame, to which the window is applied.</summary>
    public int FrameLength { get; init; } = 400;

    /// <summary>Samples from the start of a frame to the start of the next.</summary>
    public int Hop { get; init; } = 160;

    /// <summary>Samples that are transformed: the frame, then zeros. At least <see cref="FrameLength"/>; any number, powers of two are fastest.</summary>
    public int FftLength { get; init; } = 512;

    /// <summary>What the samples of a frame are weighted by.</summary>
    public SignalWindow Window { get; init; } = SignalWindow.Hann;

    /// <summary>True for the window of a period (as librosa and torch have it), false for the symmetric one (numpy, Kaldi).</summary>
    public bool PeriodicWindow { get; init; } = true;

    /// <summary>Whether frame t has its middle, not its start, at sample t * Hop: zeros stand before the first sample and behind the last.</summary>
    public bool Centered { get; init; }

    /// <summary><c>a</c> in <c>x[t] - a x[t - 1]</c>, which raises high frequencies before anything else; 0 for none, 0.97 is usual.</summary>
    public float PreEmphasis { get; init; }

    /// <summary>2 for the power of each frequency, 1 for its magnitude.</summary>
    public int Power { get; init; } = 2;

    /// <summary>How many mel bands.</summary>
    public int MelBands { get; init; } = 40;

    /// <summary>Where the first band begins, in hertz.</summary>
    public float LowHertz { get; init; } = 20;

    /// <summary>Where the last band ends, in hertz; 0 for half the sample rate.</summary>
    public float HighHertz { get; init; }

    /// <summary>The scale of pitch.</summary>
    public MelScale Scale { get; init; } = MelScale.Htk;

    /// <summary>Whether each band is divided by its width in hertz (librosa's and Slaney's norm), so that wide bands do not weigh more.</summary>
    public bool NormalizedBands { get; init; }

    /// <summary>How the energy of a band is compressed.</summary>
    public LogKind Log { get; init; } = LogKind.Natural;

    /// <summary>The least energy that the logarithm is taken of.</summary>
    public float Floor { get; init; } = 1e-6f;

    /// <summary>How many cepstral coefficients (orthonormal DCT-II of the bands) a frame has instead of the bands; 0 for the bands themselves.</summary>
    public int Coefficients { get; init; }

    /// <summary>Numbers of a frame: <see cref="Coefficients"/> or, where those are 0, <see cref="MelBands"/>.</summary>
    public int Features => Coefficients > 0 ? Coefficients : MelBands;

    /// <summary>Zeros that count as standing before the first sample and behind the last.</summary>
    internal int Padding => Centered ? FrameLength / 2 : 0;

    /// <summary>How many frames a whole recording gives.</summary>
    /// <param name="samples">Its samples.</param>
    public int FrameCount(int samples)
    {
        long padded = samples + (2L * Padding);
        return samples <= 0 || padded < FrameLength ? 0 : (int)((padded - FrameLength) / Hop) + 1;
    }

    /// <summary>Writes the options into a model's metadata.</summary>
    /// <param name="metadata">The metadata.</param>
    public void Write(IDictionary<string, string> metadata)
    {
        System.ArgumentNullException.ThrowIfNull(metadata);
        metadata[Note] = LogMelNote.Write(this);
    }

    /// <summary>The options of a model that was trained on such frames.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <returns>The options; null where the model says nothing about them.</returns>
    /// <exception cref="EdgeException">Kind Format: the note cannot be read, or its numbers make no sense.</exception>
    public static LogMelOptions? Read(IDictionary<string, string> metadata)
    {
        System.ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(Note, out string? text) ? LogMelNote.Read(text) : null;
    }

    /// <summary>Says what is wrong with the options; null for nothing.</summary>
    internal string? Fault()
    {
        float high = HighHertz == 0 ? SampleRate / 2f : HighHertz;
        if (SampleRate is < 1 or > 10_000_000)
            return $"a sample rate of {SampleRate} Hz: use 1 to 10000000.";
        if (FrameLength is < 1 or > MostSamples || Hop is < 1 or > MostSamples)
            return $"frames of {FrameLength} samples every {Hop}: use 1 to {MostSamples} for both.";
        if (FftLength < FrameLength || FftLength > MostSamples)
            return $"an FFT of {FftLength} samples: use {FrameLength} (the frame) to {MostSamples}.";
        if (Power is not (1 or 2))
            return $"power {Power}: use 2 (power) or 1 (magnitude).";
        if (MelBands is < 1 or > MostBands || Coefficients < 0 || Coefficients > MelBands)
            return $"{MelBands} mel bands and {Coefficients} coefficients: use 1 to {MostBands} bands and at most as many coefficients.";
        if (!(LowHertz >= 0) || !(high > LowHertz) || !(high <= SampleRate / 2f))
            return $"bands from {LowHertz} to {high} Hz: use 0 to half the sample rate of {SampleRate} Hz.";
        if (!(Floor > 0) || !float.IsFinite(Floor) || !float.IsFinite(PreEmphasis))
            return $"a floor of {Floor} and a pre-emphasis of {PreEmphasis}: use a floor above 0 and finite numbers.";
        bool known = Window is >= SignalWindow.Rectangular and <= SignalWindow.Blackman && Scale is MelScale.Htk or MelScale.Slaney;
        return known && Log is >= LogKind.None and <= LogKind.OnePlus ? null : $"window {Window}, scale {Scale}, logarithm {Log}: use the named ones.";
    }
}
