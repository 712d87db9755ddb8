using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using Xunit;

namespace Tests.Data;

public sealed class ClassBalanceTests
{
    private static readonly Dataset Set = new ArrayDataset("set", [1], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], ["a", "b", "c"]);

    [Fact]
    public void WeightsAreThoseThatScikitLearnCallsBalanced() =>
        Assert.Equal([10f / 18, 10f / 9, 10f / 3], ClassBalance.Weights(Set));

    [Fact]
    public void OverSamplingKeepsEverySampleAndRepeatsThoseOfSmallClassesEvenly()
    {
        Dataset balanced = ClassBalance.OverSample(Set, seed: 3);
        Assert.Equal([6, 6, 6], balanced.ClassCounts());
        int[] times = new int[10];
        foreach (float value in DatasetTests.Values(balanced))
            times[(int)value]++;
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2, 2, 6], times);
    }

    [Fact]
    public void UnderSamplingTakesARandomSampleOfEachClass()
    {
        Dataset balanced = ClassBalance.UnderSample(Set, seed: 3);
        Assert.Equal([1, 1, 1], balanced.ClassCounts());
        Assert.Equal(DatasetTests.Values(balanced), DatasetTests.Values(ClassBalance.UnderSample(Set, seed: 3)));
        Assert.Contains(new ulong[] { 4, 5, 6, 7 }, seed => DatasetTests.Values(ClassBalance.UnderSample(Set, seed))[0] != DatasetTests.Values(balanced)[0]);
    }

    [Fact]
    public void EmptyClassesAndTargetsAreRefused()
    {
        Assert.Contains("'c' has no sample", Assert.Throws<EdgeException>(() => ClassBalance.Weights(Set.Take(9))).Message, StringComparison.Ordinal);
        Assert.Contains("has targets", Assert.Throws<EdgeException>(() => ClassBalance.Weights(new ArrayDataset("t", [1], [1], [1], 1, []))).Message, StringComparison.Ordinal);
    }
}
