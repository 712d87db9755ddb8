using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public sealed class PreparationTests
{
    [Fact]
    public void StandardScalingGivesMeanZeroAndDeviationOneFeatureByFeature()
    {
        Dataset set = Parse("a,b,k\n1,10,x\n2,10,x\n3,10,x\n6,10,x\n");
        Preparation fitted = Preparation.Fit(set, new DataOptions { Scaling = FeatureScaling.Standard });
        Assert.Equal([3f, 10f], fitted.Subtracted);
        Assert.Equal([(float)Math.Sqrt(3.5), 1f], fitted.Divisors); // squares 4 + 1 + 0 + 9, divisor n; a constant is not divided
        float root = (float)Math.Sqrt(3.5);
        Assert.Equal([-2 / root, 0, -1 / root, 0, 0, 0, 3 / root, 0], DatasetTests.Values(fitted.Apply(set)));
    }

    [Fact]
    public void MinMaxScalingGivesZeroToOne()
    {
        Dataset set = Parse("a,b,k\n1,7,x\n2,7,x\n5,7,x\n");
        Assert.Equal([0, 0, 0.25f, 0, 1, 0], DatasetTests.Values(Preparation.Fit(set, new DataOptions { Scaling = FeatureScaling.MinMax }).Apply(set)));
    }

    [Fact]
    public void MissingNumbersBecomeTheMeanOrMedianAndTextTheCommonest()
    {
        const string Table = "a,c,k\n1,red,x\n2,,x\n,blue,x\n9,red,x\n0,green,x\n";
        DataOptions mean = new() { Missing = MissingValues.Mean, Text = ColumnEncoding.OneHot };
        Assert.Equal([3f, 0, 0, 1], Preparation.Fit(Parse(Table, mean), mean).Fills);
        DataOptions median = new() { Missing = MissingValues.Median, Text = ColumnEncoding.Label };
        Assert.Equal([1.5f, 2f], Preparation.Fit(Parse(Table, median), median).Fills);
        Assert.Equal([1, 2, 2, 2, 1.5f, 0, 9, 2, 0, 1], DatasetTests.Values(Preparation.Fit(Parse(Table, median), median).Apply(Parse(Table, median))));
    }

    [Fact]
    public void FilledNumbersCountInTheScale()
    {
        DataOptions options = new() { Missing = MissingValues.Median, Scaling = FeatureScaling.Standard };
        Preparation fitted = Preparation.Fit(Parse("a,k\n0,x\n0,x\n6,x\n,x\n", options), options);
        Assert.Equal([0f], fitted.Fills);
        Assert.Equal([1.5f], fitted.Subtracted); // of 0, 0, 6 and the filled 0
        Assert.Equal([(float)Math.Sqrt(27 / 4.0)], fitted.Divisors);
    }

    [Fact]
    public void OneHotFeaturesAreNotScaled()
    {
        DataOptions options = new() { Text = ColumnEncoding.OneHot, Scaling = FeatureScaling.Standard };
        Preparation fitted = Preparation.Fit(Parse("c,a,k\nred,1,x\nblue,3,x\n", options), options);
        Assert.Equal([0f, 0f, 2f], fitted.Subtracted);
        Assert.Equal([1f, 1f, 1f], fitted.Divisors);
    }

    [Fact]
    public void ChannelsOfPicturesAndSignalsAreScaledEachAsAWhole()
    {
        Dataset set = new ArrayDataset("signals", [2, 2], [0, 2, 10, 10, 4, 6, 10, 10], [0, 0], ["x"]);
        Preparation fitted = Preparation.Fit(set, new DataOptions { Scaling = FeatureScaling.Standard });
        Assert.Equal([3f, 10f], fitted.Subtracted);
        Assert.Equal([(float)Math.Sqrt(5), 1f], fitted.Divisors);
    }

    [Fact]
    public void TheScaleIsFittedOnThePartToTrainOnWhicheverPartIsOpened()
    {
        using TemporaryFolder folder = new();
        string[] lines = new string[50];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = $"{i * i},k";
        File.WriteAllLines(folder.At("t.csv"), lines);
        string spec = $"csv:{folder.Path}/t.csv";
        DataOptions options = new() { Scaling = FeatureScaling.Standard };
        double sum = 0;
        float[] train = DatasetTests.Values(Dataset.Open(spec + "#train"));
        foreach (float value in train)
            sum += value;
        Dataset test = Dataset.Open(spec + "#test", options: options);
        Assert.Equal((float)(sum / train.Length), test.Preparation!.Subtracted[0]);
        float raw = DatasetTests.Values(Dataset.Open(spec + "#test"))[0];
        Assert.Equal((raw - test.Preparation.Subtracted[0]) / test.Preparation.Divisors[0], DatasetTests.Values(test)[0]);
        Assert.Equal(DatasetTests.Values(test), DatasetTests.Values(Dataset.Open(spec + "#test", options: new DataOptions { Preparation = test.Preparation })));
    }

    [Fact]
    public void PreparingASampleAllocatesNothing()
    {
        Dataset set = Parse("a,b,k\n1,10,x\n2,11,x\n");
        Dataset prepared = Preparation.Fit(set, new DataOptions { Scaling = FeatureScaling.MinMax }).Apply(set);
        float[] target = new float[2];
        Allocations.None(10, () => prepared.CopySample(1, target));
    }

    [Fact]
    public void WhatCannotBeFittedIsRefused()
    {
        DataOptions options = new() { Missing = MissingValues.Mean, Scaling = FeatureScaling.MinMax };
        Assert.Contains("feature 'b' has no number", Assert.Throws<EdgeException>(() => Preparation.Fit(Parse("a,b,k\n1,,x\n", options), options)).Message, StringComparison.Ordinal);
        Dataset set = Parse("a,k\n1,x\n");
        Preparation fitted = Preparation.Fit(set, options);
        Assert.Contains("prepared already", Assert.Throws<EdgeException>(() => Preparation.Fit(fitted.Apply(set), options)).Message, StringComparison.Ordinal);
        Assert.Contains("fitted on 1 features", Assert.Throws<EdgeException>(() => fitted.Apply(Parse("a,b,k\n1,2,x\n"))).Message, StringComparison.Ordinal);
    }

    private static Dataset Parse(string text, DataOptions? options = null) => CsvDataset.Parse(new DataSpec("csv", "t.csv", null), text, options ?? new DataOptions());
}
