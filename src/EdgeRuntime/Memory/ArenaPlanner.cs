using System;
using System.Collections.Generic;
using EdgeRuntime.Random;

namespace EdgeRuntime.Memory;

/// <summary>
/// Packs blocks with known lifetimes into as few bytes as it can find: first fit in several orders, then a bounded, seeded search
/// around the best of them. A pure function: the same blocks give the same plan on every machine.
/// </summary>
/// <remarks>Greedy by size is from Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020.</remarks>
internal static class ArenaPlanner
{
    /// <summary>Blocks begin at multiples of this many bytes: a cache line and the widest vector.</summary>
    public const int Alignment = 64;

    // Comparisons of two blocks that a search may spend; a few milliseconds.
    private const long SearchBudget = 400_000;

    // Beyond this many blocks the lists of rivals, which grow with the square, would cost more than they save.
    private const int MostSearched = 2_000;

    public static MemoryPlan Plan(IReadOnlyList<Lifetime> blocks)
    {
        if (blocks.Count > MostSearched)
            return new MemoryPlan(blocks, Sweep(blocks));
        Packing packing = new(blocks);
        int[] best = [];
        long bestEnd = long.MaxValue;
        foreach (long[] key in Keys(blocks))
        {
            foreach (bool laterFirst in (ReadOnlySpan<bool>)[false, true])
            {
                if (bestEnd <= packing.LowerBound)
                    break;
                int[] candidate = Sorted(key, laterFirst);
                long end = packing.Place(candidate);
                if (end < bestEnd)
                    (best, bestEnd) = (candidate, end);
            }
        }

        Search(packing, best, bestEnd);
        packing.Place(best);
        return new MemoryPlan(blocks, packing.Offsets());
    }

    public static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>First fit in the order of first use, with only the blocks alive at that time at hand.</summary>
    private static long[] Sweep(IReadOnlyList<Lifetime> blocks)
    {
        long[] offsets = new long[blocks.Count], key = new long[blocks.Count];
        for (int i = 0; i < key.Length; i++)
            key[i] = blocks[i].First;
        List<int> alive = []; // by offset
        int soonest = int.MaxValue; // the first end of a block that is alive
        long unfit = long.MaxValue; // as many bytes fit into no gap, since the last block was taken out
        foreach (int i in Sorted(key, laterFirst: false))
        {
            Lifetime block = blocks[i];
            if (soonest < block.First)
            {
                alive.RemoveAll(other => blocks[other].Last < block.First);
                soonest = int.MaxValue;
                foreach (int other in alive)
                    soonest = Math.Min(soonest, blocks[other].Last);
                unfit = long.MaxValue;
            }

            int place = block.Bytes >= unfit ? alive.Count - 1 : 0;
            long at = 0;
            while (place < alive.Count && (block.Bytes >= unfit || offsets[alive[place]] - at < block.Bytes))
            {
                at = Math.Max(at, Align(offsets[alive[place]] + blocks[alive[place]].Bytes));
                place++;
            }

            unfit = place == alive.Count ? Math.Min(unfit, block.Bytes) : unfit;
            soonest = Math.Min(soonest, block.Last);
            offsets[i] = at;
            alive.Insert(place, i);
        }

        return offsets;
    }

    /// <summary>What each order sorts by, smallest first.</summary>
    private static IEnumerable<long[]> Keys(IReadOnlyList<Lifetime> blocks)
    {
        yield return Key(block => -block.Bytes);
        yield return Key(block => -Length(block));
        yield return Key(block => -block.Bytes * Length(block));
        yield return Key(block => block.First);
        yield return Key(block => -block.Last);

        // By breadth: blocks that live at the fullest step first, larger before smaller.
        int peak = new MemoryPlan(blocks, new long[blocks.Count]).Peak.Step;
        yield return Key(block => block.First <= peak && peak <= block.Last ? -block.Bytes - (1L << 40) : -block.Bytes);

        static long Length(in Lifetime block) => block.Last - block.First + 1;

        long[] Key(Func<Lifetime, long> of)
        {
            long[] key = new long[blocks.Count];
            for (int i = 0; i < key.Length; i++)
                key[i] = of(blocks[i]);
            return key;
        }
    }

    private static int[] Sorted(long[] key, bool laterFirst)
    {
        int[] sorted = new int[key.Length];
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = i;
        Array.Sort(sorted, (a, b) => key[a] != key[b] ? key[a].CompareTo(key[b]) : laterFirst ? b.CompareTo(a) : a.CompareTo(b));
        return sorted;
    }

    /// <summary>Moves blocks that end highest to earlier turns, as long as that does not make things worse.</summary>
    private static void Search(Packing packing, int[] best, long bestEnd)
    {
        int count = best.Length;
        if (count < 3)
            return;
        CounterRandom random = new(0xED6E, 0);
        ulong position = 0;
        int[] candidate = new int[count];
        packing.Place(best);
        for (long spent = 0; spent < SearchBudget && bestEnd > packing.LowerBound; spent += (long)count * count)
        {
            best.CopyTo(candidate, 0);
            int from = packing.TurnOfTop(candidate);
            if (from == 0)
                from = 1 + random.Below(count - 1, position++);
            int to = random.Below(from, position++);
            int moved = candidate[from];
            Array.Copy(candidate, to, candidate, to + 1, from - to);
            candidate[to] = moved;
            long end = packing.Place(candidate);
            if (end <= bestEnd)
            {
                bestEnd = end;
                candidate.CopyTo(best, 0);
            }
            else
            {
                packing.Place(best);
            }
        }
    }

    /// <summary>First fit of blocks in a given order; keeps its buffers between tries.</summary>
    private sealed class Packing
    {
        private readonly IReadOnlyList<Lifetime> blocks;
        private readonly long[] offsets;
        private readonly int[][] rivals; // blocks alive at the same time
        private readonly bool[] placed;
        private readonly List<(long Start, long End)> taken = [];

        public Packing(IReadOnlyList<Lifetime> blocks)
        {
            this.blocks = blocks;
            offsets = new long[blocks.Count];
            placed = new bool[blocks.Count];
            rivals = new int[blocks.Count][];
            List<int> list = [];
            for (int i = 0; i < blocks.Count; i++)
            {
                list.Clear();
                for (int j = 0; j < blocks.Count; j++)
                {
                    if (i != j && blocks[i].Overlaps(blocks[j]))
                        list.Add(j);
                }

                rivals[i] = [.. list];
            }

            LowerBound = new MemoryPlan(blocks, offsets).Peak.Bytes;
        }

        public long LowerBound { get; }

        public long[] Offsets() => [.. offsets];

        public long Place(int[] order)
        {
            Array.Clear(placed);
            long end = 0;
            foreach (int i in order)
            {
                taken.Clear();
                foreach (int rival in rivals[i])
                {
                    if (placed[rival])
                        taken.Add((offsets[rival], offsets[rival] + blocks[rival].Bytes));
                }

                taken.Sort();
                long at = 0;
                foreach ((long start, long stop) in taken)
                {
                    if (start - at >= blocks[i].Bytes)
                        break;
                    at = Math.Max(at, Align(stop));
                }

                offsets[i] = at;
                placed[i] = true;
                end = Math.Max(end, at + blocks[i].Bytes);
            }

            return end;
        }

        /// <summary>The turn of the block that ends highest.</summary>
        public int TurnOfTop(int[] order)
        {
            int top = 0;
            for (int turn = 1; turn < order.Length; turn++)
            {
                if (offsets[order[turn]] + blocks[order[turn]].Bytes > offsets[order[top]] + blocks[order[top]].Bytes)
                    top = turn;
            }

            return top;
        }
    }
}
