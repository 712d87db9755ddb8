namespace EdgeRuntime.Training;

/// <summary>Where and how often a run is saved so that it can go on after a crash, with the same bits as if nothing had happened.</summary>
/// <param name="Folder">Holds the two newest checkpoints of one run; it is made if it is not there.</param>
public sealed record CheckpointOptions(string Folder)
{
    /// <summary>Whether a run begins anew though there are checkpoints; they are deleted as soon as the first new one is written.</summary>
    public bool Restart { get; init; }

    /// <summary>After so many steps within an epoch a checkpoint is written; null for none but by time. One follows each epoch in any case.</summary>
    public int? EverySteps { get; init; }

    /// <summary>After so many seconds within an epoch a checkpoint is written; null for none but by steps.</summary>
    public double? EverySeconds { get; init; } = 30;

    internal void Check()
    {
        if (string.IsNullOrEmpty(Folder))
            Throw.Data("Checkpoints need the name of a folder.");
        if (EverySteps is < 1 || !(EverySeconds is null or > 0))
            Throw.Data($"A checkpoint every {EverySteps} steps or {EverySeconds} seconds: use 1 step or more, and more than 0 seconds.");
    }
}
