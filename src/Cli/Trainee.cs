using System;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>A network that <see cref="TrainingRun"/> is to train.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Make">Makes it for data to train on, ready to be changed.</param>
internal sealed record Trainee(string Name, Func<Dataset, Model> Make)
{
    /// <summary>What the verb has to say about how it is trained.</summary>
    public Func<TrainerOptions, TrainerOptions> Adjust { get; init; } = options => options;

    /// <summary>Called with what is trained on when the training is planned; says what a person should know of it.</summary>
    public Action<Dataset> Tell { get; init; } = _ => { };

    /// <summary>Whether a budget may not freeze layers.</summary>
    public bool KeepsLayers { get; init; } = true;

    /// <summary>Whether the verb has layers to freeze where the user names none.</summary>
    public bool MayFreeze { get; init; }

    /// <summary>Whether its last layer has learnt something that it must not forget.</summary>
    public bool KeepsHead { get; init; }

    /// <summary>How the targets were scaled that its last layer has learnt; null for not at all.</summary>
    public TargetScaling? Units { get; init; }
}
