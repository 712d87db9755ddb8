namespace EdgeCli;

/// <summary>What a run does where no option says otherwise.</summary>
/// <param name="Optimizer">How weights follow their gradients.</param>
/// <param name="LearningRate">Its rate; null for the optimizer's own.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="Batch">Samples of one step.</param>
/// <param name="ClipNorm">What all gradients together are scaled to at most; null for no limit.</param>
internal sealed record TrainingHabits(string Optimizer, float? LearningRate, int Epochs, int Batch, float? ClipNorm)
{
    /// <summary>Of networks of pictures and tables.</summary>
    public static TrainingHabits Usual { get; } = new("sgd", null, Epochs: 5, Batch: 32, ClipNorm: null);

    /// <summary>Of networks of sequences, whose gradients go far back in time: their size is limited.</summary>
    public static TrainingHabits OfSequences { get; } = new("adam", 0.003f, Epochs: 60, Batch: 8, ClipNorm: 1);
}
