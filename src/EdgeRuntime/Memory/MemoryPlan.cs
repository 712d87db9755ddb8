using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Memory;

/// <summary>Where every block lies; what <see cref="ArenaPlanner"/> found.</summary>
internal sealed class MemoryPlan(IReadOnlyList<Lifetime> blocks, long[] offsets)
{
    public IReadOnlyList<Lifetime> Blocks { get; } = blocks;

    public IReadOnlyList<long> Offsets { get; } = offsets;

    /// <summary>The bytes that the plan needs.</summary>
    public long Bytes { get; } = End(blocks, offsets);

    /// <summary>The largest sum of bytes alive at one step, and that step: no plan can need less.</summary>
    public (long Bytes, int Step) Peak { get; } = FindPeak(blocks);

    /// <summary>The blocks alive at a step, largest first.</summary>
    public List<Lifetime> AliveAt(int step)
    {
        List<Lifetime> alive = [];
        foreach (Lifetime block in Blocks)
        {
            if (block.First <= step && step <= block.Last)
                alive.Add(block);
        }

        alive.Sort((a, b) => b.Bytes.CompareTo(a.Bytes));
        return alive;
    }

    /// <summary>One line a block, in the order of their first steps.</summary>
    public override string ToString()
    {
        int[] order = new int[Blocks.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => (Blocks[a].First, Offsets[a]).CompareTo((Blocks[b].First, Offsets[b])));
        StringBuilder text = new();
        foreach (int i in order)
        {
            Lifetime block = Blocks[i];
            text.Append(CultureInfo.InvariantCulture, $"{Offsets[i],10} {block.Bytes,10} bytes  steps {block.First,3}..{block.Last,-3} {block.Name}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Bytes} bytes; at least {Peak.Bytes} are alive at step {Peak.Step}\n");
        return text.ToString();
    }

    private static long End(IReadOnlyList<Lifetime> blocks, long[] offsets)
    {
        long end = 0;
        for (int i = 0; i < offsets.Length; i++)
            end = Math.Max(end, offsets[i] + blocks[i].Bytes);
        return end;
    }

    private static (long Bytes, int Step) FindPeak(IReadOnlyList<Lifetime> blocks)
    {
        SortedDictionary<int, long> changes = [];
        foreach (Lifetime block in blocks)
        {
            changes[block.First] = changes.GetValueOrDefault(block.First) + block.Bytes;
            changes[block.Last + 1] = changes.GetValueOrDefault(block.Last + 1) - block.Bytes;
        }

        long alive = 0, most = 0;
        int step = 0;
        foreach ((int at, long change) in changes)
        {
            alive += change;
            if (alive > most)
                (most, step) = (alive, at);
        }

        return (most, step);
    }
}
