using System.Collections.Generic;
using EdgeRuntime.Training;

namespace EdgeRuntime;

/// <summary>How a model is to be trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small.</summary>
    public Loss Loss { get; init; } = new CrossEntropy();

    /// <summary>How weights follow their gradients.</summary>
    public UpdateRule Optimizer { get; init; } = new Sgd();

    /// <summary>Weights that are trained in another way than <see cref="Optimizer"/> says; the first group that holds a weight counts.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Each element of a gradient is brought within plus and minus this before penalties join it; null for no limit.</summary>
    public float? ClipValue { get; init; }

    /// <summary>
    /// All gradients together are scaled to a Euclidean norm of at most this, before <see cref="ClipValue"/>; null for no limit. All of them
    /// then live until the norm is known, which takes the memory of all weights once more.
    /// </summary>
    public float? ClipNorm { get; init; }

    /// <summary>After an update the incoming weights of each unit are shrunk to a Euclidean norm of at most this; null for no limit.</summary>
    public float? MaxNorm { get; init; }

    /// <summary>
    /// Steps whose gradients make one update: with k, the memory of activations is that of <see cref="Batch"/> samples, and weights move in
    /// every k-th step by the mean gradient of k batches. What is left at the end of an epoch counts into the first update of the next, at the end of a run into none; a last
    /// batch that is not full counts as much as the others. Takes the memory of all trained weights once more.
    /// </summary>
    /// <remarks>
    /// The bits are those of one batch of k times the samples where the arithmetic allows it: k is a power of two, <see cref="Batch"/> is 2 or
    /// more (a dense layer of one sample sums in other chains), the loss is a plain mean over samples, and weights are those of convolutions,
    /// dense layers and their biases. Up to rounding it is the same for all other k and weights (slopes, scales and shifts, embeddings). It is
    /// not the same for batch normalization, whose statistics are those of the smaller batch, for dropout, which draws a mask in each step,
    /// and for losses with weights, whose mean divides by the weights of a batch.
    /// </remarks>
    public int Accumulate { get; init; } = 1;

    /// <summary>Which weights are trained; the others cost no gradient.</summary>
    public LayerSelection Layers { get; init; } = LayerSelection.All;

    /// <summary>What batch normalization does: statistics of the batch, for training from scratch, or the model's own, for fine-tuning.</summary>
    public BatchNormMode BatchNorm { get; init; }

    /// <summary>
    /// Truncated backpropagation through time: after so many steps back the gradient of a recurrent layer's state goes no further, in each
    /// window of so many steps from the start of the sequence; 0 for all the way. What a step forgets by the window's start is not learnt to be kept.
    /// </summary>
    public int TruncateSteps { get; init; }

    /// <summary>Samples of one step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>
    /// The axes of a sample where the model leaves some open: [steps, features] of the longest sequence, as <see cref="Data.Dataset.SampleShape"/>
    /// has it. Null takes the model's own; open ones are then 1.
    /// </summary>
    public Shape? SampleShape { get; init; }

    /// <summary>Where dropout's masks come from; the same seed gives the same run, bit for bit, on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that share the work, the caller's included. Results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The instruction set; null for the widest of this CPU. Results do not depend on it.</summary>
    public Isa? Isa { get; init; }

    /// <summary>The most bytes that the arena may have; a plan that needs more is refused. Null for any.</summary>
    public long? MemoryBudgetBytes { get; init; }

    /// <summary>Refuses what no training could be planned for.</summary>
    internal void Validate()
    {
        if (Batch < 1 || Threads is < 1 or > 256)
            Throw.Data($"A batch of {Batch} on {Threads} threads: use a batch of 1 or more and 1 to 256 threads.");
        if (Accumulate < 1)
            Throw.Data($"Gradients of {Accumulate} steps make one update: use 1 or more.");
        if (TruncateSteps < 0)
            Throw.Data($"Gradients go back over {TruncateSteps} steps of time: use 1 or more, or 0 for all the way.");
        Optimizer.Validate();
        foreach (ParameterGroup group in Groups)
            group.Validate(Optimizer);
        RequirePositive(nameof(ClipValue), ClipValue);
        RequirePositive(nameof(ClipNorm), ClipNorm);
        RequirePositive(nameof(MaxNorm), MaxNorm);
        Loss.Validate();
    }

    private static void RequirePositive(string name, float? value)
    {
        if (value is { } limit && !(limit > 0f && float.IsFinite(limit)))
            Throw.Data($"{name} is {limit}: use a finite number above 0, or null for no limit.");
    }
}
