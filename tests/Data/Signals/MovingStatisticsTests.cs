using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class MovingStatisticsTests
{
    [Fact]
    public void StatisticsAreThoseOfNumpy()
    {
        foreach ((string name, MovingStatistics statistics) in ((string, MovingStatistics)[])[("window", MovingStatistics.OverWindow(2, 7)), ("exponential", MovingStatistics.Exponential(2, 0.125f))])
        {
            double[] expected = SignalGolden.Root.GetProperty(name).Deserialize<double[]>()!;
            for (int run = 0; run < 2; run++)
            {
                InstructionSets.Near(expected, Run(statistics), 1e-6, name);
                statistics.Reset();
            }
        }
    }

    [Fact]
    public void AHugeSampleIsForgottenWithinTwoWindows()
    {
        MovingStatistics statistics = MovingStatistics.OverWindow(1, 5);
        statistics.Push([1e30f]);
        for (int i = 0; i < 12; i++)
            statistics.Push([i % 2]);
        Assert.InRange(statistics.Mean(0), 0.39f, 0.61f);
        Assert.Equal(0.24f, statistics.Variance(0), 1e-6f);
    }

    [Fact]
    public void NormalizedSamplesAreDistancesInDeviations()
    {
        MovingStatistics statistics = MovingStatistics.OverWindow(2, 4);
        foreach (float x in (float[])[1, 3, 1, 3])
            statistics.Push([x, 5]);
        float[] sample = [4, 5];
        statistics.Normalize(sample, sample, epsilon: 0);
        Assert.Equal(2f, sample[0]);
        Assert.True(float.IsNaN(sample[1])); // nothing varies, and no epsilon was wished for
        sample = [4, 5];
        statistics.Normalize(sample, sample);
        Assert.Equal(0f, sample[1]);
    }

    [Fact]
    public void BadSamplesAndOptionsAreRefused()
    {
        MovingStatistics statistics = MovingStatistics.Exponential(2, 1);
        Assert.Contains("Channel 1", Assert.Throws<EdgeException>(() => statistics.Push([0f, float.NaN])).Message);
        Assert.Equal(0, statistics.Count);
        Assert.Throws<EdgeException>(() => statistics.Push([0f]));
        Assert.Throws<EdgeException>(() => statistics.Normalize([0f, 1f], new float[1]));
        Assert.Throws<EdgeException>(() => MovingStatistics.Exponential(1, 0));
        Assert.Throws<EdgeException>(() => MovingStatistics.Exponential(1, float.NaN));
        Assert.Throws<EdgeException>(() => MovingStatistics.OverWindow(0, 3));
        Assert.Throws<EdgeException>(() => MovingStatistics.OverWindow(1, 0));
    }

    [Fact]
    public void PushAllocatesNothing()
    {
        MovingStatistics statistics = MovingStatistics.OverWindow(3, 5);
        float[] sample = [1, 2, 3];
        Allocations.None(20, () => statistics.Push(sample));
    }

    private static float[] Run(MovingStatistics statistics)
    {
        List<float> all = [];
        float[] samples = SignalGolden.Samples(60);
        for (int t = 0; t < 30; t++)
        {
            statistics.Push([samples[2 * t] + 1000, samples[(2 * t) + 1] + 1000]);
            all.AddRange([statistics.Mean(0), statistics.Mean(1), statistics.Variance(0), statistics.Variance(1)]);
        }

        return [.. all];
    }
}
