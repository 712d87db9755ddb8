namespace EdgeRuntime;

/// <summary>How a model is to be trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small.</summary>
    public LossKind Loss { get; init; }

    /// <summary>How weights follow their gradients.</summary>
    public Sgd Optimizer { get; init; } = new();

    /// <summary>Samples of one step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Where dropout's masks come from; the same seed gives the same run, bit for bit, on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that share the work, the caller's included. Results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The instruction set; null for the widest of this CPU. Results do not depend on it.</summary>
    public Isa? Isa { get; init; }

    /// <summary>The most bytes that the arena may have; a plan that needs more is refused. Null for any.</summary>
    public long? MemoryBudgetBytes { get; init; }
}
