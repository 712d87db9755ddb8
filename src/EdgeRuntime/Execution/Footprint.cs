using System;
using System.Collections.Generic;
using EdgeRuntime.Memory;

namespace EdgeRuntime.Execution;

/// <summary>What a graph needs, before anything is packed or allocated.</summary>
internal sealed class Footprint
{
    private readonly long[] alive;
    private MemoryPlan? plan;

    /// <param name="fixedBytes">Constants and variables, aligned.</param>
    /// <param name="blocks">What lives during a part of a run.</param>
    /// <param name="end">The time after the last node.</param>
    public Footprint(long fixedBytes, IReadOnlyList<Lifetime> blocks, int end)
    {
        (FixedBytes, Blocks) = (fixedBytes, blocks);
        alive = new long[end + 2];
        foreach (Lifetime block in blocks)
        {
            alive[block.First] += block.Bytes;
            alive[block.Last + 1] -= block.Bytes;
        }

        for (int t = 1; t < alive.Length; t++)
            alive[t] += alive[t - 1];
        foreach (long bytes in alive)
            PeakBytes = Math.Max(PeakBytes, bytes);
    }

    public long FixedBytes { get; }

    public IReadOnlyList<Lifetime> Blocks { get; }

    /// <summary>The most bytes alive at one time.</summary>
    public long PeakBytes { get; }

    /// <summary>The bytes alive at a time: 0 before the first node, i + 1 at node i.</summary>
    public long AliveAt(int time) => alive[time];

    /// <summary>The bytes above a limit, summed over all times: what must be saved before a plan can fit.</summary>
    public long Above(long limit)
    {
        long sum = 0;
        foreach (long bytes in alive)
            sum += Math.Max(0, bytes - limit);
        return sum;
    }

    /// <summary>A real plan; made when it is first asked for.</summary>
    public MemoryPlan Plan => plan ??= ArenaPlanner.Plan(Blocks);

    /// <summary>The bytes of <see cref="Plan"/> and of what is fixed, the gaps of the packing included.</summary>
    public long PlannedBytes => FixedBytes + ArenaPlanner.Align(Plan.Bytes);
}
