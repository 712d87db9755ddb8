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

    /// <summary>Called when its training is planned, with what a person should know of it.</summary>
    public Action Tell { get; init; } = () => { };

    /// <summary>Whether a budget may not freeze layers.</summary>
    public bool KeepsLayers { get; init; } = true;

    /// <summary>Whether its last layer has learnt something that it must not forget.</summary>
    public bool KeepsHead { get; init; }

    /// <summary>How the targets were scaled that its last layer has learnt; null for not at all.</summary>
    public TargetScaling? Units { get; init; }
}
