using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class DeltasTests
{
    [Fact]
    public void SlopesAreThoseOfNumpy()
    {
        Deltas deltas = new(features: 3, orders: 2);
        Assert.Equal(9, deltas.Width);
        double[] expected = SignalGolden.Root.GetProperty("deltas").Deserialize<double[]>()!;
        for (int run = 0; run < 2; run++) // a second stream begins anew
            InstructionSets.Near(expected, Run(deltas, SignalGolden.Samples(36)), 1e-6, $"run {run}");
    }

    [Fact]
    public void AFrameComesOutAfterTheDelay()
    {
        Deltas deltas = new(features: 2, orders: 2, reach: 3);
        float[] target = new float[6];
        for (int t = 0; t < 20; t++)
            Assert.Equal(t >= deltas.Delay, deltas.Push([t, 2], target));
        Assert.Equal([13f, 2f, 1f, 0f, 0f, 0f], target);
    }

    [Fact]
    public void StreamsShorterThanTheReachHaveSlopesToo()
    {
        Deltas deltas = new(features: 1);
        Assert.Equal([5f, 0f], Run(deltas, [5f]));
        Assert.Empty(Run(deltas, []));
        Assert.Equal([1f, 0.3f, 2f, 0.3f], Run(deltas, [1f, 2f]));
    }

    [Fact]
    public void FramesOfAnotherLengthAreRefused()
    {
        Deltas deltas = new(features: 2);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => deltas.Push([1f], new float[4])).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => deltas.Push([1f, 2f], new float[3])).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Deltas(0)).Kind);
    }

    [Fact]
    public void PushAllocatesNothing()
    {
        Deltas deltas = new(features: 3, orders: 2);
        float[] frame = new float[3], target = new float[9];
        Allocations.None(20, () => deltas.Push(frame, target));
    }

    private static float[] Run(Deltas deltas, float[] frames)
    {
        List<float> all = [];
        float[] target = new float[deltas.Width];
        for (int i = 0; i < frames.Length; i += deltas.Features)
        {
            if (deltas.Push(frames.AsSpan(i, deltas.Features), target))
                all.AddRange(target);
        }

        while (deltas.Finish(target))
            all.AddRange(target);
        return [.. all];
    }
}
