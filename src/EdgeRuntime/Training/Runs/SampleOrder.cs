using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>The order in which an epoch takes the samples: a shuffle that depends on the seed and the epoch's number alone.</summary>
internal sealed class SampleOrder(ulong seed, int count)
{
    private const uint ShuffleStream = 0x5348_0001;

    private readonly int[] order = new int[count];

    public int Count => order.Length;

    /// <summary>Makes the order of one epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public void Shuffle(int epoch)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new CounterRandom(seed, ShuffleStream).Shuffle<int>(order, (ulong)epoch << 32);
    }

    /// <summary>The samples of one batch.</summary>
    public ReadOnlySpan<int> Batch(int step, int size) => order.AsSpan(step * size, size);
}
