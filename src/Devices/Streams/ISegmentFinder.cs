using System;

namespace Devices.Streams;

/// <summary>Finds words, gestures or the like in a stream of samples and gives their frames, ready for a network, as soon as they are known.</summary>
public interface ISegmentFinder
{
    /// <summary>The most samples that <see cref="Push"/> takes at once.</summary>
    int MostSamples { get; }

    /// <summary>How many frames the last <see cref="Push"/> gave.</summary>
    int Count { get; }

    /// <summary>Frames of the segment that were given so far.</summary>
    int Length { get; }

    /// <summary>A frame that the last <see cref="Push"/> gave.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, oldest first.</param>
    ReadOnlySpan<float> Frame(int index);

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">At most <see cref="MostSamples"/>, [samples, channels].</param>
    SegmentState Push(ReadOnlySpan<float> samples);
}
