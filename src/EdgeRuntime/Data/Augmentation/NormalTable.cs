using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>
/// Normal noise at the price of a table look-up: 4096 numbers that are equally likely, the middles of as many slices of the normal
/// distribution, brought to a deviation of exactly 1; the largest is 3.67. 16 bits of a random word pick one.
/// </summary>
internal static class NormalTable
{
    private const int Size = 1 << 12, Chunk = 64;

    private static readonly float[] s_numbers = Make();

    /// <summary>Adds noise to all values.</summary>
    /// <param name="values">What it is added to.</param>
    /// <param name="deviation">Its deviation.</param>
    /// <param name="random">Where the words come from; one word for two values, from position 0 on.</param>
    public static void Add(Span<float> values, float deviation, CounterRandom random)
    {
        Span<uint> words = stackalloc uint[Chunk];
        float[] numbers = s_numbers;
        for (int start = 0; start < values.Length; start += 2 * Chunk)
        {
            Span<float> part = values.Slice(start, Math.Min(2 * Chunk, values.Length - start));
            Span<uint> drawn = words[..((part.Length + 1) / 2)];
            random.FillWords(drawn, (uint)(start / 2));
            for (int i = 0; i < part.Length; i++)
                part[i] += deviation * numbers[(drawn[i / 2] >> (16 * (i & 1))) & (Size - 1)];
        }
    }

    private static float[] Make()
    {
        double[] middles = new double[Size];
        double squares = 0;
        for (int i = 0; i < Size; i++)
        {
            middles[i] = InverseNormal.OfProbability((i + 0.5) / Size);
            squares += middles[i] * middles[i];
        }
        double deviation = Math.Sqrt(squares / Size);
        return Array.ConvertAll(middles, m => (float)(m / deviation));
    }
}
