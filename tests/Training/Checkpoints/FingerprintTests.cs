using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

public class FingerprintTests
{
    private static readonly TrainerOptions Options = new() { Batch = 8 };

    [Fact]
    public void APrintedRecordFallsIntoItsParts() => Assert.Equal(
        [("A", "1"), ("B", "C"), ("B.D", "[2, 3]"), ("B.E", "F"), ("B.E.G", "x"), ("H", "")],
        Fingerprint.Properties("Name { A = 1, B = C { D = [2, 3], E = F { G = x } }, H =  }"));

    [Fact]
    public void WhatDiffersIsNamed()
    {
        string found = Of(Options, new FitOptions()).Differences(Of(
            Options with { Batch = 16, Optimizer = new Sgd { LearningRate = 0.5f } },
            new FitOptions { Schedule = Schedule.Parse("cosine"), Epochs = 3, EarlyStopping = 2 }));
        Assert.Equal("Optimizer.LearningRate was 0.5, is 0.01; Batch was 16, is 8; schedule was cosine, is none; early stopping was 2, is none; epochs was 3, is not set", found);
    }

    [Fact]
    public void ListsAreComparedByWhatTheyHold()
    {
        float[] weights = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], others = [1, 1, 1, 1, 1, 1, 1, 1, 1, 2];
        TrainerOptions options = Options with { Loss = new CrossEntropy { ClassWeights = weights }, Groups = [new ParameterGroup("conv*") { RateFactor = 0.5f }] };
        Assert.Equal("", Of(options, new FitOptions()).Differences(Of(options with { Groups = [.. options.Groups] }, new FitOptions())));
        TrainerOptions other = options with { Loss = new CrossEntropy { ClassWeights = others }, Groups = [options.Groups[0], new ParameterGroup("dense*")] };
        string found = Of(options, new FitOptions()).Differences(Of(other, new FitOptions()));
        Assert.StartsWith("class weights was 1 1 1 1 1 1 1 1 1 2, is 1 1 1 1 1 1 1 1 1 1; Groups[1] was ParameterGroup {", found);
    }

    [Fact]
    public void ThreadsInstructionSetAndLengthDoNotMakeAnotherRun()
    {
        Fingerprint other = Of(Options with { Threads = 2, Isa = Isa.Scalar, MemoryBudgetBytes = 1 << 30 }, new FitOptions { Epochs = 9 });
        Assert.Equal("", Of(Options, new FitOptions()).Differences(other));
    }

    [Fact]
    public void OtherDataAndOtherWeightsMakeAnotherRun()
    {
        Assert.Equal("the model or its first weights are others", Of(Options, new FitOptions()).Differences(Of(Options, new FitOptions(), weights: 2)));
        Assert.StartsWith("the training data are others (was 32 samples ", Of(Options, new FitOptions()).Differences(Of(Options, new FitOptions(), samples: 32)));
    }

    [Fact]
    public void AnOptionIsNamedAloneAndNotTheWeightsThatFollowFromIt() =>
        Assert.Equal("Seed was 2, is 1", Of(Options, new FitOptions()).Differences(Of(Options with { Seed = 2 }, new FitOptions(), weights: 2)));

    private static Fingerprint Of(TrainerOptions options, FitOptions fitting, ulong weights = 1, int samples = 64)
    {
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), 10, weights);
        using Trainer trainer = new(model, options);
        return Fingerprint.Of(model, trainer, fitting, Dataset.Open("digits#train").Take(samples), null);
    }
}
