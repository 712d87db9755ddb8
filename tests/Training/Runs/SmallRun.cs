using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace Tests.Training;

/// <summary>A short training with everything that a run can have: dropout, running statistics, momentum, a schedule that looks at the losses.</summary>
internal sealed class SmallRun
{
    public const int Steps = 6;

    // 10 inputs of the drawn digits are enough to learn something in milliseconds.
    private const string Network = """
        { "input": [1, 28, 28], "layers": [
            { "type": "conv", "filters": 4, "kernel": 3, "stride": 4 }, { "type": "batchnorm" }, { "type": "relu" },
            { "type": "flatten" }, { "type": "dropout", "ratio": 0.25 }, { "type": "dense", "units": 10 } ] }
        """;

    private static readonly Dataset Digits = Dataset.Open("digits#train");

    public FitOptions Options { get; init; } = new() { Epochs = 4, EarlyStopping = 3, Schedule = Schedule.Parse("one-cycle:0.2+plateau:0,0.5+warmup:3") };

    public Action<FitProgress>? AfterStep { get; init; }

    public List<string> Notices { get; } = [];

    public Dataset Training { get; init; } = Digits.Take(8 * Steps);

    public Dataset? Validation { get; init; } = Dataset.Open("digits#test").Take(32);

    public TrainerOptions Trainer { get; init; } = new() { Batch = 8, Optimizer = new Sgd { LearningRate = 0.1f } };

    /// <summary>Runs from the first weights on, or from a checkpoint, and gives the checksum of the model's weights.</summary>
    public (FitResult Result, uint Weights) Run()
    {
        Model model = Architecture.FromJson(Network, seed: 5);
        using Trainer trainer = new(model, Trainer);
        FitResult result = new Fit(model, trainer, Training, Validation, Options) { AfterStep = AfterStep, Notice = Notices.Add }.Run();
        return (result, Crc32.Of(model.ToBytes()));
    }
}
