using System;
using System.IO;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

public class DataSetsTests
{
    private static readonly DataOptions Standard = new() { Scaling = FeatureScaling.Standard };

    [Theory]
    [InlineData("")]
    [InlineData("#train")]
    public void WhatIsHeldOutIsNotFittedOn(string part)
    {
        using TemporaryFolder folder = new();
        (Dataset training, Dataset validation) = DataSets.ForTraining(Squares(folder) + part, Standard);
        CheckFit(training, validation);
    }

    [Fact]
    public void FoldsAreFittedOnTheirOwnTrainingPart()
    {
        using TemporaryFolder folder = new();
        string spec = Squares(folder);
        float before = 0;
        for (int i = 1; i <= 4; i++)
        {
            (Dataset training, Dataset validation) = DataSets.ForFold(spec, Standard, (i, 4));
            Assert.Equal((45, 15), (training.Count, validation.Count));
            CheckFit(training, validation);
            Assert.NotEqual(before, before = training.Preparation!.Subtracted[0]);
        }
    }

    [Fact]
    public void AClassWithoutASampleToTrainOnIsNamed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("t.csv"), "1,a\n2,a\n3,b\n");
        EdgeException error = Assert.Throws<EdgeException>(() => DataSets.RequireEveryClass(Dataset.Open($"csv:{folder.Path}/t.csv").Take(2)));
        Assert.Contains("the class 'b' has no sample", error.Message, StringComparison.Ordinal);
    }

    // What was fitted is the mean of the training part's own numbers, and both parts are prepared by it.
    private static void CheckFit(Dataset training, Dataset validation)
    {
        Preparation fitted = training.Preparation!;
        double sum = 0;
        foreach (float value in Tests.Data.DatasetTests.Values(training))
            sum += value;
        Assert.Equal(0, sum / training.Count, 1e-5);
        Assert.Equal(fitted.Subtracted, validation.Preparation!.Subtracted);
    }

    private static string Squares(TemporaryFolder folder)
    {
        string[] lines = new string[60];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = $"{i * i},{(i % 2 == 0 ? "even" : "odd")}";
        File.WriteAllLines(folder.At("t.csv"), lines);
        return $"csv:{folder.Path}/t.csv";
    }
}
