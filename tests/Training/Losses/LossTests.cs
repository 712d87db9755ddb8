using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Losses;

public class LossTests
{
    private const string Network = """{ "input": [6], "layers": [ { "type": "dense", "units": 8, "activation": "tanh" }, { "type": "dense", "units": 3 } ] }""";

    private static readonly Loss[] All = [
        new CrossEntropy { LabelSmoothing = 0.1f }, new CrossEntropy { ClassWeights = [1f, 2f, 3f] }, new DenseCrossEntropy(), new KullbackLeibler(), new Focal(), new Hinge(), new CrossEntropy { WeightsSamples = true },
        new MeanSquaredError(), new MeanAbsoluteError(), new Huber(), new BinaryCrossEntropy { PositiveWeight = 2f, WeightsSamples = true }, new BinaryCrossEntropy(),
    ];

    [Fact]
    public void APartOfABatchIsASmallerBatch()
    {
        foreach (Loss loss in All)
        {
            TrainerOptions options = new() { Batch = 6, Loss = loss, Optimizer = new Sgd { LearningRate = 0.1f } };
            using Trainer part = new(Architecture.FromJson(Network, 1), options) { Filled = 4 }, small = new(Architecture.FromJson(Network, 1), options with { Batch = 4 });
            for (int step = 0; step < 3; step++)
            {
                Assert.Equal(Step(small), Step(part), 1e-6f);
                Assert.Equal(small.CorrectCount, part.CorrectCount);
            }

            for (int i = 0; i < part.Weights.Count; i++)
            {
                float[] expected = small.Read(small.Graph.Trained[i]).As<float>().ToArray(), actual = part.Read(part.Graph.Trained[i]).As<float>().ToArray();
                for (int k = 0; k < expected.Length; k++)
                    Assert.Equal(expected[k], actual[k], 1e-5f);
            }
        }
    }

    [Fact]
    public void NoMoreAndNoFewerSamplesCountThanThereAre()
    {
        using Trainer trainer = new(Architecture.FromJson(Network, 1), new TrainerOptions { Batch = 6 });
        Assert.Equal(6, trainer.Filled);
        foreach (int count in (int[])[0, 7])
            Assert.Contains($"{count} samples of a batch of 6 count", Assert.Throws<EdgeException>(() => trainer.Filled = count).Message);
    }

    [Fact]
    public void EveryLossFallsWhileOneBatchIsLearntByHeart()
    {
        foreach (Loss loss in All)
        {
            using Trainer trainer = new(Architecture.FromJson(Network, 1), new TrainerOptions { Batch = 6, Loss = loss, Optimizer = new Sgd { LearningRate = 0.02f } });
            float first = Step(trainer), last = first;
            for (int i = 0; i < 40; i++)
                last = Step(trainer);
            Assert.True(last < first, $"{loss}: {first} became {last}.");
            Allocations.None(10, () => Step(trainer), loss.ToString());
        }
    }

    [Fact]
    public void ASampleOfWeightZeroTeachesNothing()
    {
        TrainerOptions options = new() { Batch = 2, Loss = new CrossEntropy { WeightsSamples = true } };
        using Trainer both = new(Architecture.FromJson(Network, 1), options), changed = new(Architecture.FromJson(Network, 1), options);
        foreach (Trainer trainer in (Trainer[])[both, changed])
        {
            new CounterRandom(1, 0).FillUniform(trainer.Samples, 0, 1);
            trainer.Labels[0] = 1;
            trainer.Labels[1] = trainer == both ? 2 : 0;
            (trainer.SampleWeights[0], trainer.SampleWeights[1]) = (1f, 0f);
            trainer.Step();
        }

        for (int i = 0; i < both.Weights.Count; i++)
            Assert.Equal(both.Read(both.Graph.Trained[i]).Bytes, changed.Read(changed.Graph.Trained[i]).Bytes);
    }

    [Fact]
    public void LogLikelihoodOfAModelThatGivesLogitsIsRefused()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => new Trainer(Architecture.FromJson(Network, 1), new TrainerOptions { Batch = 2, Loss = new NegativeLogLikelihood() }));
        Assert.Contains("needs a model that ends with LogSoftmax", e.Message);
    }

    [Theory]
    [InlineData("focus", "A focus of -1")]
    [InlineData("smoothing", "A label smoothing of 1")]
    [InlineData("delta", "A delta of 0")]
    [InlineData("margin", "A margin of NaN")]
    [InlineData("weights", "2 class weights for 3 classes")]
    [InlineData("weight", "A class weight of 0")]
    [InlineData("positive", "A positive weight of -2")]
    public void ParametersOutsideTheirRangeAreRefusedBeforeTheFirstStep(string what, string expected)
    {
        Loss loss = what switch
        {
            "focus" => new Focal { Focus = -1f },
            "smoothing" => new CrossEntropy { LabelSmoothing = 1f },
            "delta" => new Huber { Delta = 0f },
            "margin" => new Hinge { Margin = float.NaN },
            "weights" => new CrossEntropy { ClassWeights = [1f, 1f] },
            "weight" => new CrossEntropy { ClassWeights = [1f, 0f, 1f] },
            _ => new BinaryCrossEntropy { PositiveWeight = -2f },
        };
        EdgeException e = Assert.Throws<EdgeException>(() => new Trainer(Architecture.FromJson(Network, 1), new TrainerOptions { Batch = 2, Loss = loss }));
        Assert.StartsWith(expected, e.Message);
    }

    private static float Step(Trainer trainer)
    {
        new CounterRandom(3, 0).FillUniform(trainer.Samples, 0, 1);
        if (trainer.Options.Loss.TakesLabels)
        {
            for (int i = 0; i < trainer.Batch; i++)
                trainer.Labels[i] = i % 3;
        }
        else
        {
            for (int i = 0; i < trainer.Targets.Length; i++)
                trainer.Targets[i] = i % 3 == i / 3 % 3 ? 1f : 0f;
        }

        if (trainer.Options.Loss.WeightsSamples)
            trainer.SampleWeights.Fill(0.5f);
        return trainer.Step();
    }
}
