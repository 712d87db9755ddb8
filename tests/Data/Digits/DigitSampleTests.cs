using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Digits;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.Data.Digits;

public sealed class DigitSampleTests
{
    [Fact]
    public void SamplesHaveTheFormOfMnist()
    {
        byte[] pixels = new byte[28 * 28];
        for (int index = 0; index < 500; index++)
        {
            DigitSample.Draw(1, 0, index, 28, pixels);
            float sum = 0, sumX = 0, sumY = 0;
            int left = 28, right = 0, top = 28, bottom = 0;
            for (int i = 0; i < pixels.Length; i++)
            {
                (sum, sumX, sumY) = (sum + pixels[i], sumX + (pixels[i] * ((i % 28) + 0.5f)), sumY + (pixels[i] * ((i / 28) + 0.5f)));
                if (pixels[i] < 64)
                    continue;
                (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
                (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
            }
            Assert.InRange(sumX / sum, 12.5f, 15.5f);
            Assert.InRange(sumY / sum, 12.5f, 15.5f);
            Assert.InRange(Math.Max(right - left, bottom - top) + 1, 18, 22);
            Assert.InRange(sum / 255f, 15f, 300f); // ink, in pixels of 784
        }
    }

    [Fact]
    public void ASampleIsAFunctionOfSeedPartAndIndexAlone()
    {
        byte[] one = new byte[784], other = new byte[784];
        DigitSample.Draw(1, 0, 42, 28, one);
        DigitSample.Draw(1, 0, 42, 28, other);
        Assert.Equal(one, other);
        foreach ((ulong seed, uint part, int index) in (ReadOnlySpan<(ulong, uint, int)>)[(2, 0, 42), (1, 1, 42), (1, 0, 52)])
        {
            DigitSample.Draw(seed, part, index, 28, other);
            Assert.NotEqual(one, other);
        }
    }

    // The bytes that any CPU must draw.
    [Fact]
    public void BytesAreTheSameOnEveryCpu()
    {
        byte[] pixels = new byte[784];
        uint crc = 0;
        for (int index = 0; index < 300; index++)
        {
            DigitSample.Draw(1, 0, index, 28, pixels);
            crc = Crc32.Of(pixels, crc);
        }
        Assert.Equal(1393559162u, crc);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void AnySideFromEightToSixtyFourIsDrawn(int side)
    {
        Dataset set = Dataset.Open("digits", Split.Test, new DataOptions { Width = side, Height = side, Count = 10 });
        Assert.Equal([1, side, side], set.SampleShape);
        foreach (float value in DatasetTests.Values(set))
            Assert.InRange(value, 0f, 1f);
    }

    [Fact]
    public void SizesOutsideTheLimitsAreRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => Dataset.Open("digits", Split.Train, new DataOptions { Width = 65 })).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => Dataset.Open("digits", Split.Train, new DataOptions { Width = 28, Height = 20 })).Kind);
        Assert.Equal(ErrorKind.Memory, Assert.Throws<EdgeException>(() => Dataset.Open("digits", Split.Train, new DataOptions { Count = int.MaxValue })).Kind);
    }

    [Fact]
    public void EveryGlyphFitsTheFixedMemory()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            Assert.InRange(DigitGlyphs.Variants(digit).Length, 3, 20);
            foreach (DigitGlyph glyph in DigitGlyphs.Variants(digit))
                Assert.InRange(glyph.Points.Length, 2, DigitGlyphs.MaxPoints);
        }
    }

    [Fact]
    public void TheSetHasAsManyOfEachDigitAndOtherWritersInEachPart()
    {
        Dataset train = Dataset.Open("digits#train"), test = Dataset.Open("digits#test");
        Assert.Equal((20_000, 2_000), (train.Count, test.Count));
        int[] counts = new int[10];
        foreach (int label in DatasetTests.Labels(train))
            counts[label]++;
        Assert.All(counts, count => Assert.Equal(2_000, count));
        Assert.NotEqual(DatasetTests.Values(train.Take(10)), DatasetTests.Values(test.Take(10)));
    }
}
