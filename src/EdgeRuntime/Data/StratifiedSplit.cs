using System;
using System.Collections.Generic;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data;

/// <summary>Seeded parts of a set in which each class has its share: train, validation and test, or k folds.</summary>
internal static class StratifiedSplit
{
    private const uint Stream = 0x4441_0002, FoldStream = 0x4441_0003;

    /// <summary>The part of the samples that a share of 0.1 means where nothing else is told.</summary>
    public const double UsualShare = 0.1;

    /// <summary>The places of the samples of one part, in ascending order. Small classes give at least one sample to each part that is asked for, when they can.</summary>
    public static int[] Indices(ReadOnlySpan<int> labels, int classes, Split split, ulong seed, double validationShare = UsualShare, double testShare = UsualShare)
    {
        List<int> chosen = [];
        foreach (int[] members in Shuffled(labels, classes, new CounterRandom(seed, Stream)))
        {
            (int first, int count) = Range(members.Length, split, validationShare, testShare);
            chosen.AddRange(members.AsSpan(first, count));
        }
        chosen.Sort();
        return [.. chosen];
    }

    /// <summary>The places of the samples of each fold, in ascending order; every sample lies in exactly one.</summary>
    public static int[][] Folds(ReadOnlySpan<int> labels, int classes, int folds, ulong seed)
    {
        List<int>[] parts = new List<int>[folds];
        for (int i = 0; i < folds; i++)
            parts[i] = [];
        int next = 0;

        // Dealing goes on from class to class, so that the folds differ by one sample at most.
        foreach (int[] members in Shuffled(labels, classes, new CounterRandom(seed, FoldStream)))
        {
            foreach (int member in members)
                parts[next++ % folds].Add(member);
        }
        foreach (List<int> part in parts)
            part.Sort();
        return Array.ConvertAll(parts, part => part.ToArray());
    }

    private static int[][] Shuffled(ReadOnlySpan<int> labels, int classes, CounterRandom random)
    {
        List<int>[] members = new List<int>[classes];
        for (int i = 0; i < classes; i++)
            members[i] = [];
        for (int i = 0; i < labels.Length; i++)
            members[labels[i]].Add(i);
        int[][] orders = new int[classes][];
        for (int i = 0; i < classes; i++)
        {
            orders[i] = [.. members[i]];
            random.Shuffle<int>(orders[i], (ulong)i << 32);
        }
        return orders;
    }

    private static (int First, int Count) Range(int count, Split split, double validationShare, double testShare)
    {
        int test = count < 2 ? 0 : Part(count, testShare), validation = count < 3 ? 0 : Math.Min(Part(count, validationShare), count - test - 1);
        return split switch
        {
            Split.Test => (0, test),
            Split.Validation => (test, validation),
            Split.Train => (test + validation, count - test - validation),
            _ => (0, count),
        };
    }

    // The tiny addition undoes that a share such as 0.1 is a little less or more in binary.
    private static int Part(int count, double share) => share == 0 ? 0 : Math.Clamp((int)((count * share) + 1e-9), 1, count - 1);
}
