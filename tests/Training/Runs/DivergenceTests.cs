using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

public class DivergenceTests
{
    [Fact]
    public void NaNInTheSamplesIsFoundThere()
    {
        (FitResult result, _) = new SmallRun { Training = new Poisoned(poisoned: 17) }.Run();
        Assert.Equal(StopReason.Diverged, result.Stop);
        Assert.Equal("the samples", result.Divergence!.FirstPlace);
        Assert.Equal(result.Divergence.Step, result.Divergence.FirstStep);
        Assert.Equal(0, result.WeightsOf);
        Assert.Contains("came out of the samples in step", result.Divergence.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInfiniteRateIsFoundInTheUpdateOfTheLastLayerTheStepBefore()
    {
        // The last layer's gradient is whole first, so that its weights are the first to be spoilt; the loss shows it one step later.
        SmallRun run = new() { Validation = null, Options = new FitOptions { Epochs = 3, Schedule = new Spike(AtStep: SmallRun.Steps + 2) } };
        (FitResult result, uint weights) = run.Run();
        Divergence divergence = result.Divergence!;
        Assert.Equal((2, 4, 3), (divergence.Epoch, divergence.Step, divergence.FirstStep!.Value));
        Assert.Matches("^the update of 'dense[0-9]+\\.(weight|bias)'$", divergence.FirstPlace);
        Assert.False(float.IsFinite(divergence.Loss));
        Assert.NotEmpty(divergence.Gradients);
        Assert.All(divergence.Gradients, g => Assert.True(g.Norm is > 0 and < 100, $"{g.Weight} {g.Norm}"));
        Assert.Equal(1, result.WeightsOf);
        Assert.Equal(new SmallRun { Validation = null, Options = new FitOptions { Epochs = 1, Schedule = new Spike(-1) } }.Run().Weights, weights);
    }

    [Fact]
    public void ALayerThatOverflowsIsNamed()
    {
        // Weights of 1e20 are finite; what the first convolution makes of samples of 1e20 is not.
        SmallRun run = new() { Training = new Poisoned(poisoned: 17, value: 3e38f) };
        Divergence divergence = run.Run().Result.Divergence!;
        Assert.StartsWith("'conv", divergence.FirstPlace, StringComparison.Ordinal);
        Assert.Contains("The first number that is not finite came out of 'conv", divergence.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EachWeightHasOneGradientWhateverElseMovesIt()
    {
        // Max-norm writes weights too, and sums over several steps are cleared by the update that reads them.
        TrainerOptions options = new() { Batch = 8, MaxNorm = 1f, Accumulate = 2 };
        using Trainer trainer = new(Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 1), options);
        BatchLoader loader = new(trainer, Dataset.Open("digits#train").Take(8));
        NodeInspector inspector = new(trainer);
        for (int step = 0; step < 2; step++)
        {
            loader.Load([0, 1, 2, 3, 4, 5, 6, 7], epoch: 1);
            inspector.Step();
        }

        List<string> names = [.. inspector.Gradients.Select(g => g.Weight)], weights = [.. trainer.Weights.Select(w => w.Name)];
        Assert.Equal(weights.Order(), names.Order());
        Assert.All(inspector.Gradients, g => Assert.True(g.Norm > 0, g.Weight));
    }

    [Theory]
    [InlineData(float.NaN, 1f, true)]
    [InlineData(float.PositiveInfinity, 1f, true)]
    [InlineData(float.NegativeInfinity, 1f, true)]
    [InlineData(1001f, 0.01f, true)]
    [InlineData(999f, 0.01f, false)]
    [InlineData(9_999f, 10f, false)]
    [InlineData(10_001f, 10f, true)]
    [InlineData(-5f, -1f, false)]
    public void AThousandTimesTheFirstLossIsAnExplosion(float loss, float first, bool diverged) => Assert.Equal(diverged, DivergenceWatch.IsDiverged(loss, first));

    /// <summary>A rate that becomes infinite at one step.</summary>
    private sealed record Spike(int AtStep) : Schedule
    {
        public override double Rate(double rate, in RunPosition position) => position.Step == AtStep ? double.PositiveInfinity : rate;
    }

    /// <summary>Digits, one of which holds something else.</summary>
    private sealed class Poisoned(int poisoned, float value = float.NaN) : Dataset
    {
        private readonly Dataset digits = Open("digits#train").Take(8 * SmallRun.Steps);

        public override string Name => "poisoned";

        public override int Count => digits.Count;

        public override IReadOnlyList<int> SampleShape => digits.SampleShape;

        public override IReadOnlyList<string> ClassNames => digits.ClassNames;

        public override void CopySample(int index, Span<float> target)
        {
            digits.CopySample(index, target);
            if (index == poisoned)
                target.Fill(value);
        }

        public override int Label(int index) => digits.Label(index);
    }
}
