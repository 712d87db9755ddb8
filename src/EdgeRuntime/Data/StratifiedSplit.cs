using System;
using System.Collections.Generic;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data;

/// <summary>Parts of a set that has none of its own: of each class a random 80 % to train on, 10 % to validate, 10 % to test.</summary>
internal static class StratifiedSplit
{
    private const uint Stream = 0x4441_0002;

    /// <summary>The places of the samples of one part, in ascending order. Classes of fewer than 10 samples give at least one to test when they can.</summary>
    public static int[] Indices(ReadOnlySpan<int> labels, int classes, Split split, ulong seed)
    {
        List<int>[] members = new List<int>[classes];
        for (int i = 0; i < classes; i++)
            members[i] = [];
        for (int i = 0; i < labels.Length; i++)
            members[labels[i]].Add(i);
        List<int> chosen = [];
        for (int i = 0; i < classes; i++)
        {
            int[] order = [.. members[i]];
            new CounterRandom(seed, Stream).Shuffle<int>(order, (ulong)i << 32);
            (int first, int count) = Range(order.Length, split);
            chosen.AddRange(order.AsSpan(first, count));
        }
        chosen.Sort();
        return [.. chosen];
    }

    private static (int First, int Count) Range(int count, Split split)
    {
        int test = count < 2 ? 0 : Math.Max(1, count / 10), validation = count < 3 ? 0 : Math.Max(1, count / 10);
        return split switch
        {
            Split.Test => (0, test),
            Split.Validation => (test, validation),
            Split.Train => (test + validation, count - test - validation),
            _ => (0, count),
        };
    }
}
