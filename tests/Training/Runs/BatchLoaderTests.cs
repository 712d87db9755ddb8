using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Simd;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

public class BatchLoaderTests
{
    private static readonly AugmentOptions Varied = AugmentOptions.Parse("rotate=10,shift=0.1,elastic=2,noise=0.02");

    [Fact]
    public void SamplesAreVariedByTheirPlaceInTheSetAndTheEpochAndNothingIsAllocated()
    {
        Dataset digits = Dataset.Open("digits#train").Take(16);
        using Trainer trainer = new(Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 1), new TrainerOptions { Batch = 2 });
        BatchLoader loader = new(trainer, digits, Varied);
        loader.Load([3, 5], epoch: 1);
        float[] first = trainer.Samples.ToArray();
        loader.Load([5, 3], epoch: 1);
        Assert.Equal(first[..784], trainer.Samples[784..].ToArray());
        loader.Load([3, 5], epoch: 2);
        Assert.NotEqual(first, trainer.Samples.ToArray());
        Assert.Equal([digits.Label(3), digits.Label(5)], trainer.Labels.ToArray());
        Allocations.None(10, () => loader.Load([3, 5], epoch: 1));
    }

    [Fact]
    public void AnAutoencoderLearnsTheSampleAsItWas()
    {
        Dataset digits = Dataset.Open("digits#train").Take(4);
        using Trainer trainer = new(Architecture.Create("autoencoder", new Shape(1, 28, 28), 0, seed: 1), new TrainerOptions { Batch = 1, Loss = new MeanSquaredError() });
        new BatchLoader(trainer, digits, new AugmentOptions { NoiseDeviation = 0.1f }).Load([2], epoch: 1);
        float[] clean = new float[784];
        digits.CopySample(2, clean);
        Assert.Equal(clean, trainer.Targets.ToArray());
        Assert.NotEqual(clean, trainer.Samples.ToArray());
    }

    [Fact]
    public void AugmentedRunsGiveTheSameWeightsOnEveryInstructionSet()
    {
        uint Weights(Isa isa, AugmentOptions? augmentation) => new SmallRun
        {
            Trainer = new TrainerOptions { Batch = 8, Isa = isa, Optimizer = new Sgd { LearningRate = 0.1f } },
            Options = new FitOptions { Epochs = 2, Augmentation = augmentation },
        }.Run().Weights;
        uint expected = Weights(Isa.Scalar, Varied);
        foreach (Isa isa in Array.FindAll(Enum.GetValues<Isa>(), Dispatch.IsSupported))
            Assert.Equal(expected, Weights(isa, Varied));
        Assert.NotEqual(expected, Weights(Isa.Scalar, null));
    }
}
