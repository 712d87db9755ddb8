using System;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace Tests.Training.Optimizers;

/// <summary>Every rule with each of its parameters in use: the names are those of tests/Golden/make_optimizers.py.</summary>
internal static class OptimizerRuns
{
    /// <summary>Those that PyTorch has too.</summary>
    public static (string Name, TrainerOptions Options)[] OfPyTorch { get; } =
    [
        ("sgd", With(new Sgd { LearningRate = 0.05f, Momentum = 0f })),
        ("momentum", With(new Sgd { LearningRate = 0.05f, WeightDecay = 1e-2f })),
        ("nesterov", With(new Sgd { LearningRate = 0.05f, Nesterov = true })),
        ("adagrad", With(new Adagrad { LearningRate = 0.05f, RateDecay = 0.01f, WeightDecay = 1e-2f })),
        ("adadelta", With(new Adadelta { WeightDecay = 1e-2f })),
        ("rmsprop", With(new RmsProp { WeightDecay = 1e-2f })),
        ("rmsprop-momentum", With(new RmsProp { LearningRate = 0.002f, Momentum = 0.9f })),
        ("rmsprop-centered", With(new RmsProp { LearningRate = 0.005f, Epsilon = 1e-4f, Centered = true })),
        ("rmsprop-centered-momentum", With(new RmsProp { LearningRate = 0.001f, Epsilon = 1e-4f, Centered = true, Momentum = 0.8f })),
        ("adam", With(new Adam { LearningRate = 0.01f })),
        ("adam-decay", With(new Adam { LearningRate = 0.01f, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6f, WeightDecay = 1e-2f })),
        ("adamw", With(new AdamW { LearningRate = 0.01f, DecoupledWeightDecay = 0.1f })),
        ("nadam", With(new Nadam { LearningRate = 0.01f, WeightDecay = 1e-2f })),
        ("clip-norm", With(new Sgd { LearningRate = 0.05f }) with { ClipNorm = 0.25f }),
        ("clip-value", With(new Adam { LearningRate = 0.01f, WeightDecay = 1e-2f }) with { ClipValue = 0.02f }),
        ("groups", With(new AdamW { LearningRate = 0.01f, DecoupledWeightDecay = 0.1f }) with
        {
            Groups = [ParameterGroup.VectorsWithoutPenalty, new ParameterGroup("*0.weight") { RateFactor = 0.2f }],
        }),
    ];

    public static (string Name, TrainerOptions Options)[] All { get; } =
    [
        .. OfPyTorch,
        ("elastic-max-norm", With(new Sgd { LearningRate = 0.05f, L1 = 1e-3f, WeightDecay = 1e-2f }) with { MaxNorm = 0.5f }),
        ("accumulated", With(new Adam { LearningRate = 0.01f }) with { Accumulate = 2, ClipNorm = 0.25f }),
    ];

    public static TrainerOptions Of(string name) => Array.Find(All, run => run.Name == name).Options;

    private static TrainerOptions With(UpdateRule rule) => new() { Optimizer = rule };
}
