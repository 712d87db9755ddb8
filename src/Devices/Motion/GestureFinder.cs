using System;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Signals;

namespace Devices.Motion;

/// <summary>
/// From the samples of an acceleration sensor to those of gestures, prepared as a network was trained: a gesture is where the sensor's numbers
/// vary more than at rest. Gravity, which does not vary, makes no difference. Nothing is allocated after the constructor.
/// </summary>
public sealed class GestureFinder : ISegmentFinder
{
    private const int VarianceSamples = 8;

    private readonly MovingStatistics _statistics;
    private readonly Preparation? _preparation;
    private readonly Segmenter _segments;
    private readonly float[] _sample;

    /// <summary>Makes a finder of gestures.</summary>
    /// <param name="channels">Numbers of a sample.</param>
    /// <param name="preparation">How the model wants its samples (<see cref="InputNotes.Scaling"/>); null for as they are.</param>
    /// <param name="options">What counts as a gesture; the level is the sum of the channels' variances over eight samples.</param>
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

    /// <inheritdoc/>
    public ReadOnlySpan<float> Frame(int index) => _segments.Frame(index);

    /// <summary>Takes the next sample.</summary>
    /// <param name="samples">A number for each channel.</param>
    /// <exception cref="EdgeException">Kind Data: the sample has another number of channels, or a number that is not finite.</exception>
    public SegmentState Push(ReadOnlySpan<float> samples)
    {
        _statistics.Push(samples);
        float level = 0;
        for (int c = 0; c < samples.Length; c++)
            level += _statistics.Variance(c);
        samples.CopyTo(_sample);
        _preparation?.Apply(_sample);
        return _segments.Push(_sample, level);
    }
}
