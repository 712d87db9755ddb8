using System;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Signals;

namespace Devices.Motion;

/// <summary>
/// From the samples of an acceleration sensor to those of gestures, prepared as a network was trained: a gesture is where the sensor's numbers
/// vary more than at rest. Gravity, which does not vary, makes no difference; that numbers are prepared first makes axes of other units count alike. Nothing is allocated after the constructor.
/// </summary>
public sealed class GestureFinder : ISegmentFinder
{
    private const int VarianceSamples = 12;

    private readonly MovingStatistics _statistics;
    private readonly Preparation? _preparation;
    private readonly Segmenter _segments;
    private readonly float[] _sample;

    /// <summary>Makes a finder of gestures.</summary>
    /// <param name="channels">Numbers of a sample.</param>
    /// <param name="preparation">How the model wants its samples (<see cref="InputNotes.Scaling"/>); null for as they are.</param>
    /// <param name="options">What counts as a gesture (<see cref="UsualGestures"/>); the level is the sum of the variances of the prepared channels over twelve samples.</param>
    /// <exception cref="EdgeException">Kind Data: the options make no sense.</exception>
    public GestureFinder(int channels, Preparation? preparation, SegmenterOptions options)
    {
        _statistics = MovingStatistics.OverWindow(channels, VarianceSamples);
        _segments = new Segmenter(channels, options);
        _preparation = preparation;
        _sample = new float[channels];
    }

    /// <summary>One: each sample is a frame.</summary>
    public int MostSamples => 1;

    /// <inheritdoc/>
    public int Count => _segments.Count;

    /// <inheritdoc/>
    public int Length => _segments.Length;

    /// <summary>What counts as a gesture: 0.15 s before and 0.05 s behind what moves, ended by 0.3 s of rest, moving for 0.25 s or more, of at most 4 s.</summary>
    /// <param name="rateHertz">Samples a second.</param>
    public static SegmenterOptions UsualGestures(float rateHertz)
    {
        return new SegmenterOptions
        {
            OpenFactor = 3.5f,
            CloseFactor = 2.5f,
            LeastFloor = 0.012f, // of channels of variance 1
            FramesBefore = Frames(0.15f),
            FramesBehind = Frames(0.05f),
            QuietFrames = Frames(0.3f),
            LeastLoudFrames = Frames(0.25f),
            MostFrames = Frames(4),
        };

        int Frames(float seconds) => Math.Max(1, (int)MathF.Round(seconds * rateHertz));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Frame(int index) => _segments.Frame(index);

    /// <summary>Takes the next sample.</summary>
    /// <param name="samples">A number for each channel.</param>
    /// <exception cref="EdgeException">Kind Data: the sample has another number of channels, or a number that is not finite.</exception>
    public SegmentState Push(ReadOnlySpan<float> samples)
    {
        if (samples.Length != _sample.Length)
            Throw.Data($"A sample of {samples.Length} numbers came to gestures of {_sample.Length} channels.");
        samples.CopyTo(_sample);
        _preparation?.Apply(_sample);
        _statistics.Push(_sample);
        float level = 0;
        for (int c = 0; c < _sample.Length; c++)
            level += _statistics.Variance(c);
        return _segments.Push(_sample, level);
    }
}
