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
        (Dataset training, Dataset validation, _) = DataSets.ForTraining(Squares(folder) + part, Standard);
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
            (Dataset training, Dataset validation, _) = DataSets.ForFold(spec, Standard, (i, 4));
            Assert.Equal((45, 15), (training.Count, validation.Count));
            CheckFit(training, validation);
            Assert.NotEqual(before, before = training.Preparation!.Subtracted[0]);
        }
    }

    [Fact]
    public void AFoldChoosesNothingThatItIsMeasuredOn()
    {
        using TemporaryFolder folder = new();
        TrainingParts plain = DataSets.ForFold(Squares(folder), Standard, (1, 4)), chosen = DataSets.ForFold(Squares(folder), Standard, (1, 4), chooses: true);
        Assert.Null(plain.Test);
        Assert.Equal(plain.Validation.Count, chosen.Test!.Count);
        Assert.Equal(plain.Training.Count, chosen.Training.Count + chosen.Validation.Count);
        Assert.InRange(chosen.Validation.Count, 1, 10);
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

        (Dataset training, Dataset validation, _) = DataSets.ForTraining($"npy:{folder.Path}", new DataOptions { ValidationShare = share });
        Assert.Equal((train, validate), (training.Count, validation.Count));
        if (test > 0)
            Assert.Equal(test, DataSets.ForEvaluation($"npy:{folder.Path}", new DataOptions()).Count);
    }

    [Theory]
    [InlineData("digits", "digits#val", 2000, 20000)]
    [InlineData("digits#train", "digits#train", 2000, 18000)]
    public void WhatChoosesTheEpochIsNotWhatTheFinalFigureIsOf(string spec, string chooser, int choosing, int training)
    {
        TrainingParts usual = DataSets.ForTraining(spec, new DataOptions()), parts = DataSets.ForTraining(spec, new DataOptions(), chooses: true);
        Assert.Null(usual.Test);
        Assert.Equal((chooser, choosing, training), (parts.Validation.Name, parts.Validation.Count, parts.Training.Count));
        Assert.Equal(spec == "digits" ? "digits#test" : chooser, parts.Final.Name);
    }

    [Fact]
    public void SetsWithATestPartAloneHoldOutWhatChooses()
    {
        using TemporaryFolder folder = new();
        foreach ((string part, int count) in (ReadOnlySpan<(string, int)>)[("train", 40), ("test", 7)])
        {
            NpyArray.Of(new float[count], [count]).Write(folder.At($"x_{part}.npy"));
            NpyArray.Of(new float[count], [count]).Write(folder.At($"y_{part}.npy"));
        }

        (Dataset training, Dataset validation, Dataset? test) = DataSets.ForTraining($"npy:{folder.Path}", new DataOptions(), chooses: true);
        Assert.Equal((36, 4, 7), (training.Count, validation.Count, test!.Count));
        (training, validation, test) = DataSets.ForTraining($"npy:{folder.Path}", new DataOptions());
        Assert.Equal((40, 7, null), (training.Count, validation.Count, test));
    }

    [Fact]
    public void FoldsThatChooseDoSoOnSamplesHeldOutOfTheirTrainingPart()
    {
        using TemporaryFolder folder = new();
        int folds = 0;
        foreach ((Dataset training, Dataset validation, Dataset? test) in DataSets.ForFolds(Squares(folder), Standard, new FoldKind(4), chooses: true))
        {
            folds++;
            Assert.Equal((41, 4, 15), (training.Count, validation.Count, test!.Count));
            CheckFit(training, validation);
        }

        Assert.Equal(4, folds);
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
