using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public class TargetScalingTests
{
    [Fact]
    public void ScaledTargetsHaveMeanZeroAndDeviationOne()
    {
        Dataset raw = Set([100_000, 3, 300_000, 5, 200_000, 10], 2);
        TargetScaling scaling = TargetScaling.Fit(raw);
        Assert.Equal([200_000, 6], scaling.Means);
        Assert.Equal([(float)Math.Sqrt(2e10 / 3), (float)Math.Sqrt(26.0 / 3)], scaling.Deviations);
        Dataset scaled = scaling.Apply(raw);
        double[] sums = new double[2], squares = new double[2];
        float[] target = new float[2];
        for (int i = 0; i < scaled.Count; i++)
        {
            scaled.CopyTarget(i, target);
            for (int t = 0; t < 2; t++)
                (sums[t], squares[t]) = (sums[t] + target[t], squares[t] + ((double)target[t] * target[t]));
        }

        Assert.All(sums, sum => Assert.Equal(0, sum, 1e-6));
        Assert.All(squares, sum => Assert.Equal(3, sum, 1e-5));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-123_456.7f)]
    [InlineData(0f)]
    public void ATargetThatNeverVariesIsOnlyShifted(float value)
    {
        float[] targets = new float[1000];
        Array.Fill(targets, value);
        TargetScaling scaling = TargetScaling.Fit(Set(targets, 1));
        Assert.Equal([value], scaling.Means);
        Assert.Equal([1f], scaling.Deviations);
    }

    [Fact]
    public void OtherTargetsAndClassesAreRefused()
    {
        TargetScaling scaling = TargetScaling.Fit(Set([1, 2], 1));
        Assert.Contains("has 2 targets", Assert.Throws<EdgeException>(() => scaling.Apply(Set([1, 2], 2))).Message, StringComparison.Ordinal);
        Assert.Contains("classes, not targets", Assert.Throws<EdgeException>(() => TargetScaling.Fit(Dataset.Open("digits#test").Take(4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScalingASampleAllocatesNothing()
    {
        Dataset scaled = TargetScaling.Fit(Set([1, 2, 4], 1)).Apply(Set([1, 2, 4], 1));
        float[] target = new float[1];
        Allocations.None(100, () => scaled.CopyTarget(1, target));
    }

    private static ArrayDataset Set(float[] targets, int length) => new("made", [1], new float[targets.Length / length], targets, length, []);
}
