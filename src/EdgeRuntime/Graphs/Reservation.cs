using System.Collections.Generic;

namespace EdgeRuntime.Graphs;

/// <summary>What memory a node needs besides its values; filled by <see cref="Operator.Reserve"/>.</summary>
internal sealed class Reservation
{
    private readonly Dictionary<int, long> packed = [];

    /// <summary>Scratch that lives during the node, in bytes, shared by all workers.</summary>
    public long ScratchBytes { get; private set; }

    /// <summary>Scratch that each worker has of its own, in bytes.</summary>
    public long WorkerScratchBytes { get; private set; }

    /// <summary>Constant inputs whose packed form replaces the raw one, with its bytes.</summary>
    public IReadOnlyDictionary<int, long> Packed => packed;

    public void Scratch(long bytes) => ScratchBytes = bytes;

    public void WorkerScratch(long bytes) => WorkerScratchBytes = bytes;

    /// <summary>
    /// The node reads constant input <paramref name="input"/> in a packed form of <paramref name="bytes"/> bytes that it writes in
    /// <see cref="Operator.Compile"/>; the raw constant then needs no place in the arena for this node.
    /// </summary>
    public void Pack(int input, long bytes) => packed[input] = bytes;
}
