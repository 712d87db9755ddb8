using System;
using EdgeRuntime;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

public class TrainerTests
{
    private static readonly TrainerOptions Options = new() { Batch = 8, Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 1e-4f } };

    [Fact]
    public void LossOfARepeatedBatchFalls()
    {
        using Trainer trainer = new(LeNet(), Options);
        float first = Step(trainer, 1);
        float last = first;
        for (int i = 0; i < 30; i++)
            last = Step(trainer, 1);
        Assert.True(last < first / 4, $"{first} -> {last}");
        Assert.Equal(8, trainer.CorrectCount);
    }

    [Fact]
    public void EveryInstructionSetAndThreadCountGivesTheSameWeights()
    {
        uint expected = Train(Options with { Isa = Isa.Scalar });
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                continue;
            Assert.Equal(expected, Train(Options with { Isa = isa }));
            Assert.Equal(expected, Train(Options with { Isa = isa, Threads = 2 }));
            Assert.Equal(expected, Train(Options with { Isa = isa, Threads = 3 }));
        }
    }

    [Fact]
    public void AThousandStepsAllocateNothing()
    {
        using Trainer trainer = new(LeNet(), Options with { Batch = 2 });
        uint position = 0;
        Allocations.None(1000, () => Step(trainer, position++));
    }

    [Fact]
    public void TheArenaIsWithinThreePercentOfItsLowerBound()
    {
        foreach (int batch in (ReadOnlySpan<int>)[1, 32])
        {
            using Trainer trainer = new(LeNet(), Options with { Batch = batch });
            Assert.InRange(trainer.ArenaBytes, trainer.ArenaLowerBoundBytes, trainer.ArenaLowerBoundBytes * 103 / 100);
        }
    }

    [Fact]
    public void NotAllGradientsAreAliveAtOnce()
    {
        // The hidden layer's gradient (400 x 64 floats) is consumed before the convolutions' activations are needed again.
        using Trainer trainer = new(LeNet(), Options with { Batch = 1 });
        long weights = 0;
        foreach (TensorInfo weight in trainer.Weights)
            weights += 4L * weight.Shape.Count;
        Assert.True(trainer.ArenaBytes - (2 * weights) < weights + (400 * 64 * 4), "weights and momentum, and less than twice the weights for all the rest");
    }

    [Fact]
    public void ALabelOutsideOfTheClassesIsRefused()
    {
        using Trainer trainer = new(LeNet(), Options);
        trainer.Labels[3] = 10;
        EdgeException error = Assert.Throws<EdgeException>(() => trainer.Step());
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("Label 10 of sample 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABudgetThatIsTooSmallNamesWhatIsNeeded()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(LeNet(), Options with { MemoryBudgetBytes = 100_000 }));
        Assert.Equal(ErrorKind.Memory, error.Kind);
        using Trainer trainer = new(LeNet(), Options);
        Assert.Contains($"needs {trainer.ArenaBytes}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DenseTargetsOfOneClassGiveTheSparseLoss()
    {
        using Trainer sparse = new(LeNet(), Options);
        using Trainer dense = new(LeNet(), Options with { Loss = new DenseCrossEntropy() });
        for (int step = 0; step < 3; step++)
        {
            Fill(sparse.Samples, 7);
            sparse.Samples.CopyTo(dense.Samples);
            dense.Targets.Clear();
            for (int i = 0; i < 8; i++)
            {
                sparse.Labels[i] = i;
                dense.Targets[(i * 10) + i] = 1f;
            }

            Assert.Equal(sparse.Step(), dense.Step(), 1e-5f);
            Assert.Equal(sparse.CorrectCount, dense.CorrectCount);
        }
    }

    [Fact]
    public void TheTrainedModelRunsAsItWasTrained()
    {
        Model model = LeNet();
        using Trainer trainer = new(model, Options);
        for (int i = 0; i < 30; i++)
            Step(trainer, 1);
        trainer.Update(model);
        using Session session = new(Model.Load(model.ToBytes()), new SessionOptions { Batch = 8 });
        Fill(session.Input<float>(), 1);
        session.Run();
        for (int i = 0; i < 8; i++)
        {
            ReadOnlySpan<float> row = session.Output<float>().Slice(i * 10, 10);
            int best = 0;
            for (int c = 1; c < 10; c++)
                best = row[c] > row[best] ? c : best;
            Assert.Equal(i, best);
        }
    }

    private static Model LeNet() => Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 3);

    private static void Fill(Span<float> samples, uint stream) => new CounterRandom(5, stream).FillUniform(samples, 0f, 1f);

    private static float Step(Trainer trainer, uint stream)
    {
        Fill(trainer.Samples, stream);
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = i % 10;
        return trainer.Step();
    }

    private static uint Train(TrainerOptions options)
    {
        Model model = LeNet();
        using Trainer trainer = new(model, options);
        for (uint i = 0; i < 3; i++)
            Step(trainer, i);
        trainer.Update(model);
        return EdgeRuntime.Data.Crc32.Of(model.ToBytes());
    }
}
