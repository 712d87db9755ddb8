namespace EdgeRuntime.Graphs;

/// <summary>
/// One call of a kernel with everything bound: pointers, sizes, instruction set. Its units are independent of each other,
/// so that any split of them over workers gives the same bits.
/// </summary>
internal abstract class Step
{
    /// <summary>The node's path, for profiles.</summary>
    public string Name { get; set; } = "";

    /// <summary>How many pieces the step can be cut into.</summary>
    public int Units { get; protected init; } = 1;

    /// <summary>Roughly the operations of the step: decides whether it is worth waking workers.</summary>
    public long Work { get; protected init; }

    /// <summary>Computes the units from <paramref name="first"/> up to, not including, <paramref name="last"/>.</summary>
    public abstract void Run(int first, int last, int worker);
}
