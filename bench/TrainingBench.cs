using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace Bench;

/// <summary>One training step of a built-in network: forward, loss, backward and SGD with momentum.</summary>
[MemoryDiagnoser]
public class TrainingBench
{
    private Trainer? trainer;

    [ParamsSource(nameof(Names))]
    public string Model { get; set; } = "";

    [Params(1, 32)]
    public int Batch { get; set; }

    public static IEnumerable<string> Names => Networks.Names;

    [GlobalSetup]
    public void Setup()
    {
        Loss loss = Model == "autoencoder" ? new MeanSquaredError() : new CrossEntropy();
        trainer = new Trainer(Networks.Create(Model), new TrainerOptions { Batch = Batch, Loss = loss, Optimizer = new Sgd { LearningRate = 1e-6f } });
    }

    [Benchmark]
    public float Step()
    {
        trainer!.Samples.Fill(0.5f);
        return trainer.Step();
    }

    [GlobalCleanup]
    public void Cleanup() => trainer!.Dispose();
}
