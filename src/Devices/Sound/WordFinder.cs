using System;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Signals;

namespace Devices.Sound;

/// <summary>
/// From samples as a microphone's driver gives them to the mel frames of words, prepared as a network was trained: pieces of any length up to a
/// hop go in, the frames that belong to a word come out as soon as that is known. Nothing is allocated after the constructor.
/// </summary>
public sealed class WordFinder : ISegmentFinder
{
    private readonly LogMel _mel;
    private readonly Preparation _preparation;
    private readonly Segmenter _segments;
    private readonly float[] _frame;
    private int _missing; // samples until the next frame is whole
    private int _heard; // samples since the last frame
    private double _energy; // of them
    private bool _gave;

    /// <summary>Makes a finder of words for a model.</summary>
    /// <param name="preparation">How the model's sounds become its frames (<see cref="InputNotes.Scaling"/>).</param>
    /// <param name="options">What counts as a word; null for <see cref="UsualWords"/>.</param>
    /// <exception cref="EdgeException">Kind Data: the model was not trained on frames of mel bands, or the options make no sense.</exception>
    public WordFinder(Preparation preparation, SegmenterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(preparation);
        if (preparation.Sound is null)
            Throw.Data("The model's notes do not say how sound becomes its frames: train it with 'edge train gru --data wav:...' or '--data tones'.");
        (_preparation, _mel) = (preparation, new LogMel(preparation.Sound));
        _segments = new Segmenter(_mel.Options.Features, options ?? UsualWords(_mel.Options));
        _frame = new float[_mel.Options.Features];
        _missing = _mel.Options.FrameLength - _mel.Options.Padding;
    }

    /// <summary>Samples a second that are expected, in hertz.</summary>
    public int RateHertz => _mel.Options.SampleRate;

    /// <summary>A hop: so that no more than one frame becomes whole at once.</summary>
    public int MostSamples => _mel.Options.Hop;

    /// <inheritdoc/>
    public int Count => _gave ? _segments.Count : 0;

    /// <inheritdoc/>
    public int Length => _segments.Length;

    /// <summary>What counts as a word: 30 ms before and behind what is loud, ended by a quarter of a second of quiet, of 60 ms to 3 s.</summary>
    /// <param name="frames">How frames are made.</param>
    public static SegmenterOptions UsualWords(LogMelOptions frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        float second = frames.SampleRate / (float)frames.Hop;
        return new SegmenterOptions
        {
            PeakPart = 0.001f,
            FramesBefore = Frames(0.03f),
            FramesBehind = Frames(0.03f),
            QuietFrames = Frames(0.25f),
            LeastLoudFrames = Frames(0.06f),
            MostFrames = Frames(3),
        };

        int Frames(float seconds) => Math.Max(1, (int)MathF.Round(seconds * second));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Frame(int index) => _segments.Frame(index);

    /// <summary>Takes the next samples; how the stream is cut makes no difference.</summary>
    /// <param name="samples">At most <see cref="MostSamples"/>.</param>
    /// <exception cref="EdgeException">Kind Data: there are too many samples, or one is not finite.</exception>
    public SegmentState Push(ReadOnlySpan<float> samples)
    {
        if (samples.Length > MostSamples)
            Throw.Data($"A block of {samples.Length} samples: push at most {MostSamples} at once.");
        _gave = samples.Length >= _missing;
        if (!_gave)
        {
            Take(samples);
            return _segments.IsOpen ? SegmentState.Inside : SegmentState.Quiet;
        }
        ReadOnlySpan<float> rest = samples[_missing..];
        Take(samples[.._missing]);
        float level = (float)(_energy / _heard);
        (_energy, _heard, _missing) = (0, 0, _mel.Options.Hop);
        Take(rest);
        _preparation.Apply(_frame);
        return _segments.Push(_frame, level);
    }

    private void Take(ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
            _energy += sample * (double)sample;
        if (!double.IsFinite(_energy))
            Throw.Data("A sample of the sound is not a finite number.");
        _heard += samples.Length;
        _missing -= samples.Length;
        _mel.Push(samples, _frame);
    }
}
