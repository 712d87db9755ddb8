using System;
using EdgeRuntime.Data.Signals;

namespace EdgeRuntime.Data;

/// <summary>How sounds become sequences. Times are milliseconds, so that the same options suit every sample rate.</summary>
public sealed record SoundOptions
{
    /// <summary>Samples a second that sounds are brought to, in hertz; 0 takes the first sound's.</summary>
    public int SampleRate { get; init; }

    /// <summary>What a step is.</summary>
    public SoundFeatures Features { get; init; }

    /// <summary>Mel bands.</summary>
    public int Bands { get; init; } = 40;

    /// <summary>Cepstral coefficients of a step, for <see cref="SoundFeatures.Mfcc"/>.</summary>
    public int Coefficients { get; init; } = 13;

    /// <summary>How much sound a step sees, in milliseconds.</summary>
    public float FrameMilliseconds { get; init; } = 32;

    /// <summary>How much later the next step begins, in milliseconds.</summary>
    public float HopMilliseconds { get; init; } = 16;

    /// <summary>The front end for a sample rate; null for raw samples.</summary>
    internal LogMelOptions? FrontEnd(int rate)
    {
        if (Features == SoundFeatures.Raw)
            return null;
        int frame = Samples(FrameMilliseconds, rate), fft = 1;
        while (fft < frame)
            fft *= 2;
        return new LogMelOptions
        {
            SampleRate = rate,
            FrameLength = frame,
            Hop = Samples(HopMilliseconds, rate),
            FftLength = fft,
            MelBands = Bands,
            Coefficients = Features == SoundFeatures.Mfcc ? Coefficients : 0,
        };
    }

    /// <summary>Refuses numbers that no sound could be read with.</summary>
    internal void Check(string name)
    {
        const float Most = 60_000;
        if (SampleRate is < 0 or > 1_000_000 || !(FrameMilliseconds is > 0 and <= Most) || !(HopMilliseconds is > 0 and <= Most) || Bands < 1 || Coefficients < 1)
            Throw.Data(FormattableString.Invariant($"Data '{name}': sounds at {SampleRate} Hz with frames of {FrameMilliseconds} ms every {HopMilliseconds} ms, {Bands} bands and {Coefficients} coefficients make no sense: use up to 1000000 Hz (0 for the first sound's), times above 0 ms, and 1 or more of the others."));
    }

    private static int Samples(float milliseconds, int rate) => Math.Max(1, (int)Math.Round(milliseconds * rate / 1000.0));
}
