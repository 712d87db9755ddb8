using System;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Random;

/// <summary>
/// Random numbers as a pure function of (seed, stream, position): Philox4x32-10 of Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). It holds no state, so any number can be drawn in any order, on any
/// thread, on any CPU, with the same result.
/// </summary>
/// <param name="seed">The user's seed: the key of the cipher.</param>
/// <param name="stream">What the numbers are for (initialisation, shuffling, dropout of one layer ...); streams are independent.</param>
internal readonly struct CounterRandom(ulong seed, uint stream)
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10, Chunk = 64;

    /// <summary>The user's seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>What the numbers are for.</summary>
    public uint Stream { get; } = stream;

    /// <summary>The same seed with another stream.</summary>
    public CounterRandom WithStream(uint stream) => new(Seed, stream);

    /// <summary>A uniform 32-bit word.</summary>
    public uint UInt32(ulong position) => Word(position, attempt: 0);

    /// <summary>A uniform number in [0, 1), a multiple of 2^-24.</summary>
    public float Uniform(ulong position) => ToUniform(Word(position, attempt: 0));

    /// <summary>A uniform integer in [0, <paramref name="bound"/>) without bias (Lemire 2019: multiply, reject the short residue).</summary>
    /// <param name="bound">At least 1.</param>
    /// <param name="position">Which number; rejected words are replaced by others of the same position.</param>
    public int Below(int bound, ulong position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        uint residue = (0u - range) % range;
        uint attempt = 0;
        ulong product = (ulong)Word(position, attempt) * range;
        while ((uint)product < residue)
            product = (ulong)Word(position, ++attempt) * range;
        return (int)(product >> 32);
    }

    /// <summary>A number from the normal distribution of mean 0 and deviation 1; see <see cref="InverseNormal"/>.</summary>
    public float Normal(ulong position) => InverseNormal.OfWord(Word(position, attempt: 0));

    /// <summary>Fills with the words of the positions from <paramref name="position"/> on: four for the price of one drawn alone.</summary>
    public void FillWords(Span<uint> target, ulong position)
    {
        int i = 0;
        for (; i < target.Length && ((position + (uint)i) & 3) != 0; i++)
            target[i] = Word(position + (uint)i, attempt: 0);
        for (; i + 4 <= target.Length; i += 4)
        {
            ulong block = (position + (uint)i) >> 2;
            (target[i], target[i + 1], target[i + 2], target[i + 3]) =
                Block((uint)block, (uint)(block >> 32), Stream, 0, (uint)Seed, (uint)(Seed >> 32));
        }
        for (; i < target.Length; i++)
            target[i] = Word(position + (uint)i, attempt: 0);
    }

    /// <summary>Fills with uniform numbers in [<paramref name="low"/>, <paramref name="high"/>) of the positions from <paramref name="position"/> on.</summary>
    public void FillUniform(Span<float> target, float low, float high, ulong position = 0)
    {
        float width = high - low;
        Span<uint> words = stackalloc uint[Chunk];
        for (int start = 0; start < target.Length; start += Chunk)
        {
            Span<float> part = target.Slice(start, Math.Min(Chunk, target.Length - start));
            FillWords(words[..part.Length], position + (uint)start);
            for (int i = 0; i < part.Length; i++)
                part[i] = low + (width * ToUniform(words[i]));
        }
    }

    /// <summary>Fills with normal numbers of mean 0 and the given deviation of the positions from <paramref name="position"/> on.</summary>
    public void FillNormal(Span<float> target, float deviation, ulong position = 0)
    {
        Span<uint> words = stackalloc uint[Chunk];
        for (int start = 0; start < target.Length; start += Chunk)
        {
            Span<float> part = target.Slice(start, Math.Min(Chunk, target.Length - start));
            FillWords(words[..part.Length], position + (uint)start);
            for (int i = 0; i < part.Length; i++)
                part[i] = deviation * InverseNormal.OfWord(words[i]);
        }
    }

    /// <summary>Puts the elements in random order (Fisher and Yates); uses one position an element from <paramref name="position"/> on.</summary>
    public void Shuffle<T>(Span<T> items, ulong position = 0)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1, position + (uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>One block of the generator: the counter (four words) enciphered under the key (two words).</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c1 = (uint)product1;
            c3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>The number in [0, 1) that <see cref="Uniform"/> makes of a word: its upper 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToUniform(uint word) => (word >> 8) * (1f / (1 << 24));

    // Four neighbouring positions share a block; the last counter word tells the attempts of one position apart.
    private uint Word(ulong position, uint attempt)
    {
        ulong block = position >> 2;
        (uint x0, uint x1, uint x2, uint x3) = Block((uint)block, (uint)(block >> 32), Stream, attempt, (uint)Seed, (uint)(Seed >> 32));
        return (position & 3) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }
}
