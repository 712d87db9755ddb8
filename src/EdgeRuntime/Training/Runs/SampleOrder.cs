using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>
/// The order in which an epoch takes the samples: a shuffle that depends on the seed and the epoch's number alone. The last batch is filled up
/// with the first samples, which do not count: batch normalization then still sees a whole batch.
/// </summary>
internal sealed class SampleOrder(ulong seed, int count, int batch)
{
    private const uint ShuffleStream = 0x5348_0001;

    private readonly int[] order = new int[(count + batch - 1) / batch * batch];

    /// <summary>The batches of an epoch.</summary>
    public int Steps => order.Length / batch;

    /// <summary>Makes the order of one epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public void Shuffle(int epoch)
    {
        for (int i = 0; i < count; i++)
            order[i] = i;
        new CounterRandom(seed, ShuffleStream).Shuffle<int>(order.AsSpan(0, count), (ulong)epoch << 32);
        for (int i = count; i < order.Length; i++)
            order[i] = order[i - count];
    }

    /// <summary>The samples of one batch.</summary>
    public ReadOnlySpan<int> Batch(int step) => order.AsSpan(step * batch, batch);

    /// <summary>How many of them count.</summary>
    public int Filled(int step) => Math.Min(batch, count - (step * batch));

    /// <summary>The length of so many first batches of an epoch, in whole batches.</summary>
    public double Batches(int steps) => Math.Min((long)steps * batch, count) / (double)batch;
}
