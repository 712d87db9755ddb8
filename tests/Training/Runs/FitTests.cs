using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

public class FitTests
{
    [Fact]
    public void TheRateOfEachStepIsTheSchedules()
    {
        List<float> rates = [];
        SmallRun run = new() { Options = new FitOptions { Epochs = 3, Schedule = Schedule.Parse("warmup:4+cosine") }, AfterStep = p => rates.Add(p.LearningRate) };
        FitResult result = run.Run().Result;
        Assert.Equal(3 * SmallRun.Steps, rates.Count);
        for (int step = 0; step < rates.Count; step++)
        {
            RunPosition position = new() { Step = step, StepsPerEpoch = SmallRun.Steps, Epochs = 3 };
            Assert.Equal((float)Schedule.Parse("warmup:4+cosine").Rate(0.1f, position), rates[step]);
        }

        Assert.Equal(rates[^1], result.Epochs[2].LearningRate);
    }

    [Fact]
    public void APlateauOfTheValidationLossLowersTheRate()
    {
        FitResult result = new SmallRun { Options = new FitOptions { Epochs = 12, Schedule = new PlateauSchedule(0, 0.5) } }.Run().Result;
        double rate = 0.1f, best = double.PositiveInfinity;
        bool isLowered = false;
        foreach (EpochResult epoch in result.Epochs)
        {
            Assert.Equal((float)rate, (float)epoch.LearningRate);
            isLowered |= rate < 0.05;
            rate *= epoch.ValidationLoss < best * (1 - 1e-4) ? 1 : 0.5;
            best = Math.Min(best, epoch.ValidationLoss!.Value);
        }

        Assert.True(isLowered, "no epoch was worse than the one before: the run shows nothing");
    }

    [Fact]
    public void EarlyStoppingEndsTheRunAndGivesTheBestEpochsWeights()
    {
        FitOptions options = new() { Epochs = 40, EarlyStopping = 2, Schedule = Schedule.Parse("exponential:1") };
        (FitResult result, uint weights) = new SmallRun { Options = options }.Run();
        Assert.Equal(StopReason.EarlyStopping, result.Stop);
        Assert.Equal(result.BestEpoch + 2, result.Epochs.Count);
        Assert.Equal(result.BestEpoch, result.WeightsOf);
        foreach (EpochResult epoch in result.Epochs)
            Assert.True(epoch.ValidationLoss >= result.Epochs[result.BestEpoch - 1].ValidationLoss);
        (FitResult plain, uint expected) = new SmallRun { Options = new FitOptions { Epochs = result.BestEpoch } }.Run();
        Assert.Equal(StopReason.Done, plain.Stop);
        Assert.Equal(expected, weights);
    }

    [Fact]
    public void ARunThatNeedsNoStopStillGivesTheBestEpochsWeights()
    {
        SmallRun run = new() { Options = new FitOptions { Epochs = 12, EarlyStopping = 11 } };
        FitResult result = run.Run().Result;
        Assert.Equal(StopReason.Done, result.Stop);
        Assert.Equal(result.BestEpoch, result.WeightsOf);
        Assert.InRange(result.BestEpoch, 1, 11);
    }

    [Fact]
    public void WithoutValidationTheTrainingLossIsWatched()
    {
        FitResult result = new SmallRun { Validation = null, Options = new FitOptions { Epochs = 3, EarlyStopping = 1 } }.Run().Result;
        Assert.All(result.Epochs, e => Assert.Equal(e.Loss, e.WatchedLoss));
        Assert.All(result.Epochs, e => Assert.Null(e.ValidationLoss));
    }

    [Fact]
    public void EveryInstructionSetAndThreadCountGivesTheSameRun()
    {
        // Losses decide about rates and the end of the run: they too must be the same bits.
        FitOptions options = new() { Epochs = 10, EarlyStopping = 2, Schedule = Schedule.Parse("plateau:0,0.5+warmup:4"), Augmentation = AugmentOptions.Parse("rotate=10,shift=0.1,noise=0.02") };
        SmallRun first = new() { Options = options, Trainer = new() { Batch = 8, Optimizer = new Adam { LearningRate = 0.03f }, Isa = Isa.Scalar } };
        (FitResult result, uint weights) = first.Run();
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            for (int threads = 1; threads <= 2 && EdgeRuntime.Simd.Dispatch.IsSupported(isa); threads++)
            {
                (FitResult other, uint same) = new SmallRun { Options = options, Trainer = first.Trainer with { Isa = isa, Threads = threads } }.Run();
                Assert.Equal(weights, same);
                for (int i = 0; i < result.Epochs.Count; i++)
                    Assert.Equal(result.Epochs[i] with { Seconds = 0 }, other.Epochs[i] with { Seconds = 0 });
            }
        }
    }

    [Fact]
    public void NoStepAllocates()
    {
        long before = 0;
        List<long> allocated = new(64);
        SmallRun run = new()
        {
            Options = new FitOptions { Epochs = 4, Schedule = Schedule.Parse("one-cycle:0.1+plateau:1,0.5+warmup:3"), EarlyStopping = 4 },
            AfterStep = progress =>
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                if (progress.Step > 1)
                    allocated.Add(now - before);
                before = now;
            },
        };
        run.Run();
        allocated.Sort(); // a collection that another test triggers can be booked on this thread; what allocates at each step fails
        Assert.Equal(4 * (SmallRun.Steps - 1), allocated.Count);
        Assert.Equal(0, allocated[allocated.Count * 3 / 4]);
    }

    [Fact]
    public void ASecondRunDoesNothingMore()
    {
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 1);
        using Trainer trainer = new(model, new TrainerOptions { Batch = 8 });
        Fit fit = new(model, trainer, Dataset.Open("digits#train").Take(16), null, new FitOptions { Epochs = 1 });
        FitResult first = fit.Run();
        uint weights = Crc32.Of(model.ToBytes());
        Assert.Equal(first.Epochs, fit.Run().Epochs);
        Assert.Equal(weights, Crc32.Of(model.ToBytes()));
        Assert.Equal(2, trainer.StepCount);
    }

    [Theory]
    [InlineData("has no samples to train on", 0, 10)]
    [InlineData("Label 9 of sample ", 64, 9)]
    public void DataThatDoNotFitAreRefusedBeforeTheFirstStep(string words, int samples, int classes)
    {
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), classes, seed: 1);
        using Trainer trainer = new(model, new TrainerOptions { Batch = 8 });
        Dataset data = classes < 10 ? new NineNames(Dataset.Open("digits#train").Take(samples)) : Dataset.Open("digits#train").Take(samples);
        EdgeException error = Assert.Throws<EdgeException>(() => new Fit(model, trainer, data));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(19, 3)]
    [InlineData(3, 1)]
    public void ALastBatchThatIsNotFullIsTrainedToo(int samples, int steps)
    {
        List<FitProgress> progress = [];
        SmallRun run = new() { Training = Dataset.Open("digits#train").Take(samples), Options = new FitOptions { Epochs = 60 }, AfterStep = progress.Add };
        FitResult result = run.Run().Result;
        Assert.Equal(60 * steps, progress.Count);
        Assert.All(result.Epochs, e => Assert.InRange(e.Accuracy, 0, 1));
        Assert.All(result.Epochs, e => Assert.Equal(e.Accuracy * samples, Math.Round(e.Accuracy * samples), 1e-9));
        Assert.True(result.Epochs[^1].Accuracy > result.Epochs[0].Accuracy);
        double last = 0;
        for (int i = 0; i < steps; i++)
            last += progress[^(steps - i)].Loss * (double)Math.Min(8, samples - (8 * i)) / samples;
        Assert.Equal(last, result.Epochs[^1].Loss, 1e-6);
        Assert.Equal(result.Epochs[^1].Loss, progress[^1].MeanLoss);
    }

    [Fact]
    public void EachSampleCountsOnceAnEpoch()
    {
        SampleOrder order = new(seed: 3, count: 11, batch: 4);
        order.Shuffle(epoch: 2);
        List<int> seen = [];
        for (int step = 0; step < order.Steps; step++)
        {
            Assert.Equal(4, order.Batch(step).Length);
            seen.AddRange(order.Batch(step)[..order.Filled(step)]);
        }

        seen.Sort();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], seen);
        Assert.Equal(2.75, order.Batches(3));
    }

    [Fact]
    public void ValidationDataThatDoNotFitAreRefusedBeforeTheFirstStep()
    {
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 1);
        using Trainer trainer = new(model, new TrainerOptions { Batch = 8 });
        Dataset training = Dataset.Open("digits#train").Take(16);
        using TemporaryFolder folder = new();
        string table = folder.At("table.csv");
        System.IO.File.WriteAllText(table, "1,2,0\n3,4,1\n");
        EdgeException error = Assert.Throws<EdgeException>(() => new Fit(model, trainer, training, Dataset.Open($"csv:{table}")));
        Assert.Contains("has the shape [2], the model's input is [8, 1, 28, 28]", error.Message, StringComparison.Ordinal);
        Assert.Throws<EdgeException>(() => new Fit(model, trainer, training, training.Take(0)));
    }

    [Fact]
    public void OptionsThatMakeNoRunAreRefused()
    {
        foreach (FitOptions options in (FitOptions[])[new() { Epochs = 0 }, new() { EarlyStopping = 0 }, new() { Schedule = new StepSchedule(0) }, new() { Checkpoints = new CheckpointOptions("") }, new() { Checkpoints = new CheckpointOptions("x") { EverySeconds = double.NaN } }])
            Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SmallRun { Options = options }.Run()).Kind);
    }

    /// <summary>Ten digits that claim to be nine.</summary>
    private sealed class NineNames(Dataset digits) : Dataset
    {
        public override string Name => digits.Name;

        public override int Count => digits.Count;

        public override IReadOnlyList<int> SampleShape => digits.SampleShape;

        public override IReadOnlyList<string> ClassNames => ["0", "1", "2", "3", "4", "5", "6", "7", "8"];

        public override void CopySample(int index, Span<float> target) => digits.CopySample(index, target);

        public override int Label(int index) => digits.Label(index);
    }
}
