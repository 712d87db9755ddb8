using EdgeRuntime.Training;

namespace EdgeRuntime;

/// <summary>How a model is to be trained.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small.</summary>
    public Loss Loss { get; init; } = new CrossEntropy();

    /// <summary>How weights follow their gradients.</summary>
    public UpdateRule Optimizer { get; init; } = new Sgd();

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

    /// <summary>Refuses what no training could be planned for.</summary>
    internal void Validate()
    {
        if (Batch < 1 || Threads is < 1 or > 256)
            Throw.Data($"A batch of {Batch} on {Threads} threads: use a batch of 1 or more and 1 to 256 threads.");
        Optimizer.Validate();
        Loss.Validate();
    }
}
