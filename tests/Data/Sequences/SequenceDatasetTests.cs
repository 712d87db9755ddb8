using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Sequences;
using Tests.Support;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class SequenceDatasetTests
{
    [Fact]
    public void ScalingIsFittedForEachFeatureOverRealStepsAndPaddingStaysZero()
    {
        Dataset raw = Set([[1, 10, 3, 30], [5, 50]]);
        Preparation fitted = Preparation.Fit(raw, new DataOptions { Scaling = FeatureScaling.Standard });
        Assert.Equal([3f, 30f], fitted.Subtracted);
        Assert.Equal(Math.Sqrt(8 / 3.0), fitted.Divisors[0], 1e-6);
        Assert.Equal(10 * Math.Sqrt(8 / 3.0), fitted.Divisors[1], 1e-5);
        Dataset set = fitted.Apply(raw);
        float deviation = fitted.Divisors[0];
        Assert.Equal([-2 / deviation, -20 / fitted.Divisors[1], 0f, 0f, 2 / deviation, 20 / fitted.Divisors[1], 0f, 0f], DatasetTests.Values(set));
        Assert.Equal(1, set.Length(1));
        Assert.True(set.HasLengths);
    }

    [Fact]
    public void ThePreparationOfSequencesTravelsInTheNotes()
    {
        Preparation fitted = Preparation.Fit(Set([[1, 10, 3, 30], [5, 50]]), new DataOptions { Scaling = FeatureScaling.MinMax });
        SortedDictionary<string, string> notes = [];
        InputNotes.Write(notes, new DataOptions(), ["a"], fitted);
        Preparation read = InputNotes.Scaling(notes)!.Preparation!;
        Assert.True(read.IsSequence);
        Assert.Equal(fitted.Divisors, read.Divisors);
        float[] sample = [5, 50, 1, 10];
        read.Apply(sample);
        Assert.Equal([1f, 1f, 0f, 0f], sample);
        Dataset picture = new ArrayDataset("t", [2, 2], new float[4], [0], ["a"]);
        Assert.Contains("no sequences", Assert.Throws<EdgeException>(() => read.Apply(picture)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MediansOfSequencesAreOverRealSteps()
    {
        Preparation fitted = Preparation.Fit(Set([[1, float.NaN, 3, 30], [8, 50]], new DataOptions { Missing = MissingValues.Median }), new DataOptions { Missing = MissingValues.Median });
        Assert.Equal([3f, 40f], fitted.Fills);
    }

    [Fact]
    public void PartsKeepLengthsAndGroups()
    {
        Dataset set = Set([[1, 10], [3, 30, 5, 50], [7, 70]]);
        foreach ((Dataset training, Dataset validation) in set.Folds(3, 1))
        {
            Assert.Equal([2, 2], validation.SampleShape);
            Assert.True(training.HasLengths);
            float[] sample = new float[4];
            validation.CopySample(0, sample);
            Assert.Equal(sample[0] == 3 ? 2 : 1, validation.Length(0));
            Assert.Equal($"g{sample[0]}", validation.Group(0));
        }
    }

    [Fact]
    public void EachGroupIsMeasuredOnOnce()
    {
        Dataset set = Set([[1, 10], [3, 30, 5, 50], [1, 70]]);
        List<string?> left = [];
        foreach ((Dataset training, Dataset validation) in set.GroupFolds())
        {
            left.Add(validation.Group(0));
            Assert.Equal(3, training.Count + validation.Count);
            for (int i = 0; i < training.Count; i++)
                Assert.NotEqual(validation.Group(0), training.Group(i));
        }
        Assert.Equal(["g1", "g3"], left);
        Assert.Contains("one group alone", Assert.Throws<EdgeException>(() => Set([[1, 2]]).GroupFolds()).Message, StringComparison.Ordinal);
        Assert.Contains("no group", Assert.Throws<EdgeException>(() => new ArrayDataset("t", [1], new float[1], [0], ["a"]).GroupFolds()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptySequencesNumbersThatAreNotFiniteAndTooManyBytesAreRefused()
    {
        Refused(ErrorKind.Data, [[]], new DataOptions(), "length 0");
        Refused(ErrorKind.Data, [[1, 2, 3]], new DataOptions(), "no whole steps");
        Refused(ErrorKind.Data, [[1, 2, 1, float.NaN]], new DataOptions(), "feature 1 of step 1 is missing");
        Refused(ErrorKind.Data, [[float.PositiveInfinity, 2]], new DataOptions(), "feature 0 of step 0");
        Refused(ErrorKind.Memory, [[1, 2], [1, 2]], new DataOptions { MaxBytes = 12 }, "limit of 12 bytes");
        Refused(ErrorKind.Memory, [[1, 2, 3, 4, 5, 6], [1, 2]], new DataOptions { MaxBytes = 40 }, "padded to the longest, sample of 3 steps of 2, need 48 bytes");
    }

    [Fact]
    public void ReadingSequencesAllocatesNothing()
    {
        Dataset raw = Set([[1, 10, 3, 30], [5, 50]]);
        Dataset set = Preparation.Fit(raw, new DataOptions { Scaling = FeatureScaling.Standard }).Apply(raw);
        float[] sample = new float[set.SampleLength];
        Allocations.None(10, () =>
        {
            set.CopySample(1, sample);
            _ = set.Length(1);
        });
    }

    private static SequenceDataset Set(float[][] samples, DataOptions? options = null)
    {
        SequenceBuilder builder = new(new DataSpec("ts", "x", null), 2, options ?? new DataOptions());
        foreach (float[] sample in samples)
            builder.Add(sample, "a", $"g{(sample.Length > 0 ? sample[0] : 0)}", "sample");
        return builder.Build();
    }

    private static void Refused(ErrorKind kind, float[][] samples, DataOptions options, string expected)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Set(samples, options));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
