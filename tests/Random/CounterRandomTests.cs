using System;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Random;

public sealed class CounterRandomTests
{
    // The kat_vectors file of Random123: philox4x32 10, counter, key, result.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void BlocksEqualThePublishedKnownAnswers(string counter, string key, string expected)
    {
        uint[] c = Words(counter), k = Words(key), e = Words(expected);
        Assert.Equal((e[0], e[1], e[2], e[3]), CounterRandom.Block(c[0], c[1], c[2], c[3], k[0], k[1]));
    }

    [Fact]
    public void PositionsAreTheWordsOfConsecutiveBlocksOfTheStream()
    {
        CounterRandom random = new(0x299f31d0_a4093822, 0x13198a2e);
        for (uint block = 0; block < 3; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = CounterRandom.Block(block, 0, 0x13198a2e, 0, 0xa4093822, 0x299f31d0);
            ulong first = block * 4ul;
            Assert.Equal([x0, x1, x2, x3], new[] { random.UInt32(first), random.UInt32(first + 1), random.UInt32(first + 2), random.UInt32(first + 3) });
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 1)]
    [InlineData(2, 131)]
    [InlineData(4294967293, 9)]
    public void FillingGivesTheNumbersOfTheSinglePositions(ulong position, int length)
    {
        CounterRandom random = new(8, 9);
        uint[] words = new uint[length];
        float[] uniform = new float[length], normal = new float[length];
        random.FillWords(words, position);
        random.FillUniform(uniform, 0f, 1f, position);
        random.FillNormal(normal, 1f, position);
        for (uint i = 0; i < length; i++)
        {
            Assert.Equal(random.UInt32(position + i), words[i]);
            Assert.Equal(random.Uniform(position + i), uniform[i]);
            Assert.Equal(random.Normal(position + i), normal[i]);
        }
    }

    [Fact]
    public void UniformNumbersStayBelowOneAndFillTheirRangeEvenly()
    {
        Assert.Equal(0f, CounterRandom.ToUniform(0));
        Assert.True(CounterRandom.ToUniform(uint.MaxValue) < 1f);
        float[] numbers = new float[64_000];
        new CounterRandom(1, 2).FillUniform(numbers, -2f, 2f);
        int[] counts = new int[16];
        foreach (float number in numbers)
            counts[(int)((number + 2f) * 4f)]++;
        Assert.InRange(ChiSquare(counts, 4000), 0, 37.7); // 15 degrees of freedom, p = 0.001
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void BoundedIntegersAreEvenlyDistributed(int bound)
    {
        CounterRandom random = new(5, 0);
        int[] counts = new int[bound];
        for (uint i = 0; i < 10_000 * bound; i++)
            counts[random.Below(bound, i)]++;
        Assert.InRange(ChiSquare(counts, 10_000), 0, 27.9); // 9 degrees of freedom, p = 0.001
    }

    [Fact]
    public void RejectionKeepsALargeBoundUnbiased()
    {
        // Of the 2^32 words, a bound of 3 * 2^29 rejects a quarter; without rejection every third value would come up less often, 2 : 3.
        const int bound = 3 << 29;
        CounterRandom random = new(9, 0);
        int[] counts = new int[3];
        for (uint i = 0; i < 60_000; i++)
            counts[random.Below(bound, i) % 3]++;
        Assert.InRange(ChiSquare(counts, 20_000), 0, 13.8); // 2 degrees of freedom, p = 0.001
    }

    [Fact]
    public void ABoundBelowOneIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new CounterRandom(1, 1).Below(0, 0));

    [Fact]
    public void NormalNumbersHaveTheMomentsOfTheNormalDistribution()
    {
        float[] numbers = new float[200_000];
        new CounterRandom(3, 4).FillNormal(numbers, 1f);
        double mean = 0, square = 0, cube = 0, fourth = 0;
        foreach (float x in numbers)
        {
            mean += x;
            square += (double)x * x;
            cube += (double)x * x * x;
            fourth += (double)x * x * x * x;
        }
        Assert.InRange(mean / numbers.Length, -0.01, 0.01);
        Assert.InRange(square / numbers.Length, 0.98, 1.02);
        Assert.InRange(cube / numbers.Length, -0.04, 0.04);
        Assert.InRange(fourth / numbers.Length, 2.9, 3.1);
    }

    [Theory]
    [InlineData(0x00000000u, -6.33796f)] // quantile of 2^-33, from Python's statistics.NormalDist
    [InlineData(0x00000001u, -6.16643f)]
    [InlineData(0x01000000u, -2.66007f)]
    [InlineData(0x13333333u, -1.43953f)] // across the border of the two ranges of AS 241 at 0.075
    [InlineData(0x40000000u, -0.67449f)]
    [InlineData(0x80000000u, 0f)]
    [InlineData(0xC0000000u, 0.67449f)]
    public void NormalQuantilesEqualTheTable(uint word, float expected) => Assert.Equal(expected, InverseNormal.OfWord(word), 2e-5f);

    [Fact]
    public void NormalNumbersAreSymmetric()
    {
        for (uint i = 0; i < 1000; i++)
        {
            uint word = new CounterRandom(1, 1).UInt32(i);
            Assert.Equal(-InverseNormal.OfWord(word), InverseNormal.OfWord(~word));
        }
    }

    [Fact]
    public void TheLogarithmIsRightToTwelveDigits()
    {
        for (double x = 1e-10; x < 1; x *= 1.37)
            Assert.Equal(1, InverseNormal.Log(x) / Math.Log(x), 1e-12);
    }

    [Fact]
    public void ShufflesArePermutationsAndEveryOrderIsEquallyLikely()
    {
        int[] counts = new int[6];
        for (uint seed = 0; seed < 6000; seed++)
        {
            int[] items = [0, 1, 2];
            new CounterRandom(seed, 7).Shuffle<int>(items);
            Assert.Equal(3, items[0] + items[1] + items[2]);
            Assert.Equal(0, items[0] * items[1] * items[2]);
            counts[(items[0] * 2) + (items[1] > items[2] ? 1 : 0)]++;
        }
        Assert.InRange(ChiSquare(counts, 1000), 0, 20.5); // 5 degrees of freedom, p = 0.001
    }

    [Fact]
    public void DrawingAllocatesNothing()
    {
        float[] numbers = new float[1000];
        int[] items = new int[1000];
        CounterRandom random = new(1, 1);
        Allocations.None(1, () =>
        {
            random.FillUniform(numbers, 0f, 1f);
            random.FillNormal(numbers, 1f);
            random.Shuffle<int>(items);
        });
    }

    // The bits that any CPU must reproduce; made by this code on x64, checked by the same test on Arm.
    [Fact]
    public void BitsAreTheSameOnEveryCpu()
    {
        CounterRandom random = new(42, 1);
        uint hash = 2166136261;
        for (uint i = 0; i < 4096; i++)
        {
            hash = (hash ^ BitConverter.SingleToUInt32Bits(random.Normal(i))) * 16777619;
            hash = (hash ^ BitConverter.SingleToUInt32Bits(random.Uniform(i))) * 16777619;
            hash = (hash ^ (uint)random.Below(1000, i)) * 16777619;
        }
        Assert.Equal(671919068u, hash);
    }

    private static uint[] Words(string text) => Array.ConvertAll(text.Split(' '), word => Convert.ToUInt32(word, 16));

    private static double ChiSquare(int[] counts, double expected)
    {
        double sum = 0;
        foreach (int count in counts)
            sum += (count - expected) * (count - expected) / expected;
        return sum;
    }
}
