using System;
using System.Diagnostics;
using EdgeRuntime;

namespace Devices.Streams;

/// <summary>The loop from a sensor to names: samples, the frames of a segment, a step of the network for each, its answer where the segment ends.</summary>
/// <param name="session">A network that runs frame by frame (<see cref="SessionOptions.Streaming"/>).</param>
/// <param name="finder">What counts as a segment.</param>
public sealed class StreamRecognizer(Session session, ISegmentFinder finder)
{
    /// <summary>Follows a source to its end; after the first segment nothing is allocated but what the report prints.</summary>
    /// <param name="source">Where samples come from.</param>
    /// <param name="block">Samples that are read at once, as a driver gives them.</param>
    /// <param name="report">Receives answers and times.</param>
    /// <param name="isPaced">Whether samples come no faster than the sensor's rate.</param>
    /// <exception cref="EdgeException">Kind Data: the source has other samples than the network, or larger blocks than the finder takes.</exception>
    public void Follow(ISampleSource source, int block, StreamReport report, bool isPaced = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(report);
        float[] samples = new float[Math.Min(block, finder.MostSamples) * source.Channels];
        Pace? pace = isPaced ? new Pace(source.RateHertz) : null;
        while (true)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            int count = source.Read(samples);
            if (count == 0)
                return;
            pace?.Wait(count);
            SegmentState state = finder.Push(samples.AsSpan(0, count * source.Channels));
            Step(state, report.Times);
            report.AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (state == SegmentState.Ended)
                report.Add(source, finder.Length);
        }
    }

    private void Step(SegmentState state, StepTimes times)
    {
        if (state == SegmentState.Began)
            session.Reset(); // what was before says nothing about this segment
        for (int i = 0; i < finder.Count; i++)
        {
            ReadOnlySpan<float> frame = finder.Frame(i);
            long begun = Stopwatch.GetTimestamp();
            session.Step(frame);
            times.Add(begun);
        }
    }
}
