using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace Tests;

/// <summary>The README's sample of fine-tuning, word for word, so that it is compiled; <see cref="ReadmeTests"/> compares and runs it.</summary>
internal static class ReadmeFineTuningSample
{
    public static void Run()
    {
        Model known = Model.Load("lenet.onnx");                            // any ONNX classifier, exported for inference
        known.ReplaceHead(10, seed: 1);                                    // a new last layer for classes of your own
        Dataset mine = Dataset.Open("digits#train").Take(500);
        TrainerOptions tuning = new() { Batch = 1, Layers = LayerSelection.Parse("last,bias"), BatchNorm = BatchNormMode.Frozen };
        using Trainer tuner = new(known, tuning);                          // the rest is frozen: no gradient, no activation kept
        new Fit(known, tuner, mine, options: new FitOptions { Epochs = 1 }) { AfterEpoch = Console.WriteLine }.Run();
        Console.WriteLine($"{tuner.ArenaBytes} bytes");
        known.Save("mine.onnx");                                           // the same graph, the same names
    }
}
