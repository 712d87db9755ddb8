using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace Tests;

/// <summary>The README's sample of training from scratch, word for word, so that it is compiled; <see cref="ReadmeTests"/> compares and runs it.</summary>
internal static class ReadmeTrainingSample
{
    public static void Run()
    {
        Dataset training = Dataset.Open("digits#train").Take(2000), validation = Dataset.Open("digits#test").Take(500);
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), classes: 10, seed: 1);
        TrainerOptions options = new() { Batch = 32, Optimizer = new AdamW { LearningRate = 2e-3f }, MemoryBudgetBytes = 4 << 20 };
        using Trainer trainer = new(model, options);                       // refused here if it cannot be done in 4 MiB
        Fit fit = new(model, trainer, training, validation, new FitOptions
        {
            Epochs = 4,
            Schedule = Schedule.Parse("warmup:20+cosine"),
            EarlyStopping = 2,                                             // and the best epoch's weights, not the last's
            Checkpoints = new CheckpointOptions("lenet-run"),              // started again, it goes on where it was
        }) { AfterEpoch = Console.WriteLine };
        FitResult result = fit.Run();
        Console.WriteLine($"the weights are those of epoch {result.WeightsOf}");
        model.Save("lenet.onnx");
    }
}
