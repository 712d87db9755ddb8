using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>How long a run goes on, how its rate goes, and what of it is kept.</summary>
public sealed record FitOptions
{
    /// <summary>Passes over the training data, 1 or more.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>How the learning rate goes; null for the optimizer's rate throughout.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>
    /// After how many epochs in a row without a lower loss the run stops, 1 or more; null for never. The loss is the one on the validation
    /// data where there are some, else on the training data. The model then gets the weights of the best epoch, not of the last.
    /// </summary>
    public int? EarlyStopping { get; init; }

    /// <summary>Where the run is saved again and again, so that it survives a crash; null for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>How samples are varied anew in each epoch; null for not at all. Validation sees them as they are.</summary>
    public AugmentOptions? Augmentation { get; init; }

    internal void Check()
    {
        if (Epochs < 1)
            Throw.Data($"A run of {Epochs} epochs: use 1 or more.");
        if (EarlyStopping is < 1)
            Throw.Data($"Early stopping after {EarlyStopping} epochs: use 1 or more.");
        Schedule?.Check();
        Checkpoints?.Check();
    }
}
