using System;
using System.Collections.Generic;
using Devices.Motion;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Motion;

public sealed class GestureFinderTests
{
    private static readonly SegmenterOptions Options = new() { LeastFloor = 1e-4f, FramesBefore = 5, FramesBehind = 0, QuietFrames = 20 };

    [Fact]
    public void AGestureIsWhereSamplesVaryAndGravityIsNone()
    {
        (List<float[]> samples, List<int> ends) = Watch(null);
        Assert.Equal(2, ends.Count);
        Assert.InRange(ends[0], 160, 190);
        Assert.InRange(ends[1], 360, 390);
        Assert.InRange(samples.Count, 2 * 60, 2 * 80);
        Assert.Equal(9.81f, samples[0][2], 0.2);
    }

    [Fact]
    public void SamplesArePreparedAsTheModelSays()
    {
        (List<float[]> raw, _) = Watch(null);
        (List<float[]> prepared, _) = Watch(new Preparation { IsSequence = true, Subtracted = [0, 0, 9.81f], Divisors = [1, 2, 4] });
        Assert.Equal(raw.Count, prepared.Count);
        for (int i = 0; i < raw.Count; i++)
            Assert.Equal([raw[i][0], raw[i][1] / 2, (raw[i][2] - 9.81f) / 4], prepared[i]);
    }

    [Fact]
    public void APushAllocatesNothing()
    {
        GestureFinder finder = new(3, null, Options);
        float[] sample = new float[3];
        int at = 0;
        Allocations.None(400, () => finder.Push(Sample(at++ % 400, sample)), "The finder");
    }

    [Fact]
    public void ASensorThatGivesNoNumberIsAnError() =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new GestureFinder(2, null, Options).Push([1, float.NaN])).Kind);

    private static (List<float[]> Samples, List<int> Ends) Watch(Preparation? preparation)
    {
        GestureFinder finder = new(3, preparation, Options);
        List<float[]> samples = [];
        List<int> ends = [];
        float[] sample = new float[3];
        for (int at = 0; at < 400; at++)
        {
            if (finder.Push(Sample(at, sample)) == SegmentState.Ended)
                ends.Add(at);
            for (int i = 0; i < finder.Count; i++)
                samples.Add(finder.Frame(i).ToArray());
        }
        return (samples, ends);
    }

    // A hand that is still, and waves from 100 to 150 and from 300 to 350.
    private static float[] Sample(int at, float[] sample)
    {
        bool waves = at % 200 is >= 100 and < 150;
        sample[0] = waves ? 3 * MathF.Sin(0.5f * at) : 0.001f * (at % 3);
        sample[1] = waves ? 2 * MathF.Cos(0.4f * at) : 0;
        sample[2] = 9.81f + (0.001f * (at % 5));
        return sample;
    }
}
