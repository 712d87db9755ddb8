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

    [Theory]
    [InlineData("train val test", null, 4, 2, 3)]
    [InlineData("train test", null, 4, 3, 3)]
    [InlineData("train test", 0.25, 3, 1, 3)]
    [InlineData("train", 0.25, 3, 1, 0)]
    [InlineData("train", null, 3, 1, 0)]
    [InlineData("whole", null, 2, 1, 4)]
    public void PartsOfTheFilesAreTakenAndOthersHeldOut(string parts, double? share, int train, int validate, int test)
    {
        using TemporaryFolder folder = new();
        foreach (string part in parts.Split(' '))
        {
            string suffix = part == "whole" ? "" : $"_{part}";
            int count = part switch { "val" => 2, "test" => 3, _ => 4 };
            NpyArray.Of(new float[count], [count]).Write(folder.At($"x{suffix}.npy"));
            NpyArray.Of(new float[count], [count]).Write(folder.At($"y{suffix}.npy"));
        }

        (Dataset training, Dataset validation) = DataSets.ForTraining($"npy:{folder.Path}", new DataOptions { ValidationShare = share });
        Assert.Equal((train, validate), (training.Count, validation.Count));
        if (test > 0)
            Assert.Equal(test, DataSets.ForEvaluation($"npy:{folder.Path}", new DataOptions()).Count);
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
