using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Optimizers;

/// <summary>What stands between a gradient and its weight: penalties, limits, groups, accumulation.</summary>
public class UpdatesTests
{
    private const string Network = """
        { "input": [1, 6, 6], "layers": [
          { "type": "conv", "filters": 5, "activation": "relu" }, { "type": "conv", "filters": 6, "padding": "same", "activation": "relu" },
          { "type": "flatten" }, { "type": "dense", "units": 9, "activation": "tanh" }, { "type": "dense", "units": 3 } ] }
        """;

    private static readonly TrainerOptions Options = new() { Batch = 4, Optimizer = new Sgd { LearningRate = 0.1f, Momentum = 0f } };

    [Fact]
    public void AnL1PenaltyMovesWeightsByTheirSign()
    {
        float[] without = Weights(Options, 1), with = Weights(Options with { Optimizer = Options.Optimizer with { L1 = 0.5f } }, 1), before = Weights(Options, 0);
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(without[i] - (0.05f * Math.Sign(before[i])), with[i], 1e-6f);
    }

    [Fact]
    public void DecoupledDecayIsNoPartOfTheVelocity()
    {
        UpdateRule momentum = new Sgd { LearningRate = 0.1f };
        float[] without = Weights(Options with { Optimizer = momentum }, 1), before = Weights(Options, 0);
        float[] with = Weights(Options with { Optimizer = momentum with { DecoupledWeightDecay = 0.2f } }, 1);
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(without[i] - (0.02f * before[i]), with[i], 1e-6f);
    }

    [Fact]
    public void TheLossDoesNotShowPenalties()
    {
        using Trainer plain = new(Model(), Options), penalised = new(Model(), Options with { Optimizer = new Sgd { WeightDecay = 1f, L1 = 1f } });
        Assert.Equal(Step(plain, 0), Step(penalised, 0));
    }

    [Fact]
    public void MaxNormBoundsEveryUnit()
    {
        using Trainer trainer = new(Model(), Options with { MaxNorm = 0.4f });
        Step(trainer, 0);
        foreach (Value weight in trainer.Graph.Trained)
        {
            if (weight.Shape.Rank == 1)
                continue;
            ReadOnlySpan<float> values = trainer.Read(weight).As<float>();
            int row = values.Length / weight.Shape[0];
            double longest = 0;
            for (int unit = 0; unit < weight.Shape[0]; unit++)
                longest = Math.Max(longest, Norm(values.Slice(unit * row, row)));
            Assert.InRange(longest, 0.39, 0.400001); // first weights of HeNormal are longer, so that the bound holds with equality
        }
    }

    [Fact]
    public void ClippingByNormScalesAllGradientsTogether()
    {
        float[] before = Weights(Options, 0), free = Difference(Weights(Options, 1), before), clipped = Difference(Weights(Options with { ClipNorm = 0.01f }, 1), before);
        Assert.Equal(0.01 * 0.1, Norm(clipped), 1e-6);
        double ratio = Norm(clipped) / Norm(free);
        for (int i = 0; i < free.Length; i++)
            Assert.Equal(free[i] * ratio, clipped[i], 1e-6);
        Assert.Equal(Weights(Options, 3), Weights(Options with { ClipNorm = 1e6f }, 3));
    }

    [Fact]
    public void ANumberThatIsNoneGoesThroughClippingIntoTheWeights()
    {
        foreach (TrainerOptions options in (TrainerOptions[])[Options with { ClipNorm = 1f }, Options with { ClipValue = 1f }])
        {
            using Trainer trainer = new(Model(), options);
            Step(trainer, 0, float.NaN);
            Assert.Contains(trainer.Read(trainer.Graph.Trained[^1]).As<float>().ToArray(), float.IsNaN);
        }
    }

    [Fact]
    public void GroupsChangeOnlyTheirWeights()
    {
        TrainerOptions decayed = Options with { Optimizer = Options.Optimizer with { WeightDecay = 0.5f }, Groups = [ParameterGroup.VectorsWithoutPenalty, new ParameterGroup("conv*.weight") { RateFactor = 0f }] };
        using Trainer trainer = new(Model(), decayed), plain = new(Model(), Options);
        Step(trainer, 0);
        Step(plain, 0);
        for (int i = 0; i < trainer.Weights.Count; i++)
        {
            Value weight = trainer.Graph.Trained[i];
            float[] moved = trainer.Read(weight).As<float>().ToArray(), theirs = plain.Read(plain.Graph.Trained[i]).As<float>().ToArray();
            if (weight.Shape.Rank == 1)
                Assert.Equal(theirs, moved);
            else if (weight.Name.StartsWith("conv", StringComparison.Ordinal))
                Assert.Equal(Model().Initializer(weight.Name).As<float>().ToArray(), moved);
            else
                Assert.NotEqual(theirs, moved);
        }
    }

    [Fact]
    public void AGroupWithoutWeightsIsRefused()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(Model(), Options with { Groups = [new ParameterGroup("block*")] }));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("'block*' holds no weight", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("conv0.bias", "conv0.bias", true)]
    [InlineData("conv0.bias", "conv0.bias2", false)]
    [InlineData("conv*", "conv0.bias", true)]
    [InlineData("*.bias", "conv0.bias", true)]
    [InlineData("*.bias", "conv0.biases", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "ac", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("Conv*", "conv0", false)]
    public void StarsStandForAnyText(string pattern, string name, bool holds) => Assert.Equal(holds, new ParameterGroup(pattern).Holds(name, 2));

    [Fact]
    public void ParametersOutsideTheirRangeAreRefused()
    {
        UpdateRule[] rules =
        [
            new Sgd { LearningRate = float.NaN }, new Sgd { Momentum = 1f }, new Sgd { Nesterov = true, Momentum = 0f }, new Sgd { WeightDecay = -1f }, new Sgd { L1 = float.PositiveInfinity },
            new Adagrad { RateDecay = -1f }, new Adagrad { Epsilon = -1f }, new Adadelta { Rho = 1 }, new RmsProp { Alpha = -0.1 }, new RmsProp { Momentum = 1f },
            new Adam { Beta1 = 1 }, new Adam { Beta2 = double.NaN }, new AdamW { DecoupledWeightDecay = -1f }, new Nadam { MomentumDecay = 2 },
        ];
        foreach (UpdateRule rule in rules)
            Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Trainer(Model(), Options with { Optimizer = rule })).Kind);
        TrainerOptions[] bad = [Options with { Accumulate = 0 }, Options with { ClipNorm = 0f }, Options with { ClipValue = float.NaN }, Options with { MaxNorm = -1f }, Options with { Groups = [new ParameterGroup("*") { RateFactor = -1f }] }];
        foreach (TrainerOptions options in bad)
            Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Trainer(Model(), options)).Kind);
    }

    private static Model Model() => Architecture.FromJson(Network, seed: 5);

    private static float Step(Trainer trainer, int step, float first = 0.25f)
    {
        new CounterRandom(9, (uint)step).FillUniform(trainer.Samples, -1f, 1f);
        trainer.Samples[0] = first;
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = (i + step) % 3;
        return trainer.Step();
    }

    private static float[] Weights(TrainerOptions options, int steps)
    {
        using Trainer trainer = new(Model(), options);
        for (int step = 0; step < steps; step++)
            Step(trainer, step);
        List<float> all = [];
        foreach (Value weight in trainer.Graph.Trained)
            all.AddRange(trainer.Read(weight).As<float>().ToArray());
        return [.. all];
    }

    private static float[] Difference(float[] a, float[] b)
    {
        float[] result = new float[a.Length];
        for (int i = 0; i < a.Length; i++)
            result[i] = a[i] - b[i];
        return result;
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
