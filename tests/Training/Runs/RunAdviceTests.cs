using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

public class RunAdviceTests
{
    private const double Guess = 2.302585; // ln 10

    [Theory]
    [InlineData(null, 2.3, 1.0, 0.4)]
    [InlineData(null, 0.40, 0.41, 0.43)] // ups and downs of some percent
    [InlineData(null, 0.05, 0.04, 0.08)] // of a loss that is small in all
    [InlineData(null, 2.5)] // one epoch is too early to say
    [InlineData(null, 2.28, 2.25)] // slow, but it learns
    [InlineData("the loss rose from 1.9 to 2.6; the training diverged: use a smaller learning rate than 0.5, 0.05 to begin with", 1.9, 2.0, 2.6)]
    [InlineData("the loss was 1.5 and is 2.303 again, which guessing gives (2.303); what was learnt is lost: use a smaller learning rate than 0.5", 2.2, 1.5, 2.303)]
    [InlineData("the loss began at 16.7 and stays at 2.31, no better than guessing (2.303); the first steps were too large and units may have died: use a smaller learning rate than 0.5", 16.7, 2.4, 2.31)]
    [InlineData("the loss stays at 2.303, which guessing gives (2.303); nothing was learnt: use a learning rate of 0.05 if", 2.31, 2.303, 2.303)]
    public void ARunIsAdvisedWhereItsLossesSayWhy(string? expected, params double[] losses)
    {
        string? advice = RunAdvice.Of(Run(losses), Guess, 100, 0.1);
        if (expected is null)
            Assert.Null(advice);
        else
            Assert.StartsWith(expected, advice, StringComparison.Ordinal);
    }

    [Fact]
    public void AFewUpdatesAreTooFewToSayThatNothingIsLearnt() => Assert.Null(RunAdvice.Of(Run(2.31, 2.303, 2.303), Guess, 99, 0.1));

    [Fact]
    public void WithoutClassesOnlyARiseIsToldOf()
    {
        Assert.Null(RunAdvice.Of(Run(3, 3, 3), double.NaN, 100, 0.1));
        Assert.StartsWith("the loss rose from 3 to 4", RunAdvice.Of(Run(3, 3, 4), double.NaN, 3, 0.1), StringComparison.Ordinal);
    }

    [Fact]
    public void GuessingAmongTheDigitsGivesTheirEntropy()
    {
        Dataset digits = Dataset.Open("digits#train").Take(1000);
        double[] share = new double[10];
        for (int i = 0; i < digits.Count; i++)
            share[digits.Label(i)] += 1.0 / digits.Count;
        double entropy = 0, binary = 0;
        foreach (double p in share)
        {
            entropy -= p * Math.Log(p);
            binary -= ((p * Math.Log(p)) + ((1 - p) * Math.Log(1 - p))) / 10;
        }

        Assert.InRange(entropy, 2.29, 2.3026);
        foreach (Loss loss in (Loss[])[new CrossEntropy(), new DenseCrossEntropy(), new KullbackLeibler(), new NegativeLogLikelihood(), new Focal { Focus = 0 }])
            Assert.Equal(entropy, Guessing.Loss(loss, digits, 10), 1e-5);
        Assert.Equal(binary, Guessing.Loss(new BinaryCrossEntropy(), digits, 10), 1e-5);
        Assert.Equal(0.9, Guessing.Loss(new Hinge(), digits, 10), 1e-6);
        Assert.True(double.IsNaN(Guessing.Loss(new MeanSquaredError(), digits, 10)));
    }

    private static FitResult Run(params double[] losses)
    {
        EpochResult[] epochs = new EpochResult[losses.Length];
        for (int i = 0; i < losses.Length; i++)
            epochs[i] = new EpochResult(i + 1, losses[i], 0.5, null, null, 1) { LearningRate = i == 0 ? 0.5 : 0.1 };
        return new FitResult(epochs, 1, losses.Length, StopReason.Done, null);
    }
}
