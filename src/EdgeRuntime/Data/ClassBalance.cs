using System;
using System.Collections.Generic;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data;

/// <summary>What helps where some classes have far fewer samples than others: weights for the loss, or samples repeated or left out.</summary>
internal static class ClassBalance
{
    private const uint Stream = 0x4441_0004;

    /// <summary>The weight of each class, <c>samples / (classes * samples of the class)</c>: every class counts alike, and the mean weight of a sample is 1.</summary>
    /// <param name="training">The part to train on.</param>
    /// <exception cref="EdgeException">Kind Data: a class is empty, or the set has no classes.</exception>
    public static float[] Weights(Dataset training)
    {
        int[] counts = Counts(training);
        return Array.ConvertAll(counts, count => (float)((double)training.Count / ((double)counts.Length * count)));
    }

    /// <summary>All samples, and random ones of the smaller classes once more or several times, until each class has as many as the largest.</summary>
    /// <param name="training">The part to train on.</param>
    /// <param name="seed">The same seed gives the same samples on every machine.</param>
    /// <exception cref="EdgeException">Kind Data: a class is empty, or the set has no classes.</exception>
    public static Dataset OverSample(Dataset training, ulong seed)
    {
        int[] counts = Counts(training);
        int most = 0;
        foreach (int count in counts)
            most = Math.Max(most, count);
        return Resample(training, counts, most, seed);
    }

    /// <summary>Random samples of each class, as many as the smallest class has.</summary>
    /// <param name="training">The part to train on.</param>
    /// <param name="seed">The same seed gives the same samples on every machine.</param>
    /// <exception cref="EdgeException">Kind Data: a class is empty, or the set has no classes.</exception>
    public static Dataset UnderSample(Dataset training, ulong seed)
    {
        int[] counts = Counts(training);
        int least = int.MaxValue;
        foreach (int count in counts)
            least = Math.Min(least, count);
        return Resample(training, counts, least, seed);
    }

    // Each sample of a class comes as often as every other one, or once more: whole rounds, then the first of a random order.
    private static DatasetPart Resample(Dataset training, int[] counts, int wanted, ulong seed)
    {
        CounterRandom random = new(seed, Stream);
        List<int> chosen = [];
        for (int label = 0; label < counts.Length; label++)
        {
            List<int> members = [];
            for (int i = 0; i < training.Count; i++)
            {
                if (training.Label(i) == label)
                    members.Add(i);
            }
            int[] order = [.. members];
            random.Shuffle<int>(order, (ulong)label << 32);
            for (int i = 0; i < wanted; i++)
                chosen.Add(order[i % order.Length]);
        }
        chosen.Sort();
        return new DatasetPart(training, [.. chosen]);
    }

    private static int[] Counts(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        int[] counts = training.ClassCounts();
        if (counts.Length == 0)
            Throw.Data($"Data '{training.Name}' has targets, not classes: there is nothing to balance.");
        int empty = Array.IndexOf(counts, 0);
        if (empty >= 0)
            Throw.Data($"Data '{training.Name}': the class '{training.ClassNames[empty]}' has no sample to train on, so that it cannot be balanced.");
        return counts;
    }
}
