using System;
using Devices.Imaging;
using EdgeRuntime;
using EdgeRuntime.Data.Digits;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class DigitFinderTests
{
    [Fact]
    public void NearlyEveryDigitOfDrawnPagesIsFoundAndNothingElse()
    {
        DigitPageSource source = new(seed: 77, frames: 60);
        DigitFinder finder = new(source.Width, source.Height);
        RecognitionScore score = new();
        byte[] frame = new byte[source.Width * source.Height];
        while (source.Read(frame))
        {
            int[] labels = new int[finder.Find(frame)];
            score.Add(source.Truth, finder.Boxes, labels);
        }
        Assert.InRange(score.Digits, 180, 480);
        Assert.InRange(score.Missed, 0, score.Digits / 100);
        Assert.InRange(score.Invented, 0, score.Digits / 100);
    }

    [Fact]
    public void SamplesHaveTheFormOfMnist()
    {
        DigitPageSource source = new(seed: 5, frames: 10);
        DigitFinder finder = new(source.Width, source.Height);
        byte[] frame = new byte[source.Width * source.Height];
        while (source.Read(frame))
        {
            for (int i = 0; i < finder.Find(frame); i++)
            {
                (float centreX, float centreY, int longer, float most) = Measure(finder.Sample(i));
                Assert.InRange(centreX, 13.5f, 14.5f);
                Assert.InRange(centreY, 13.5f, 14.5f);
                Assert.InRange(longer, 18, 22);
                Assert.InRange(most, 0.5f, 1f);
            }
        }
    }

    [Fact]
    public void BrightnessAndSlopeOfTheLightDoNotChangeWhatIsFound()
    {
        byte[] frame = Page();
        DigitFinder finder = new(200, 100);
        foreach ((int brightness, int slope) in (ReadOnlySpan<(int, int)>)[(100, 0), (60, 0), (100, 40), (100, -40)])
        {
            byte[] lit = new byte[frame.Length];
            for (int i = 0; i < lit.Length; i++)
                lit[i] = (byte)(frame[i] * (brightness + (slope * (i % 200) / 200)) / 150);
            Assert.Equal(3, finder.Find(lit));
            Assert.Equal(new PixelBox(20, 20, 23, 59), finder.Boxes[0]);
        }
    }

    [Fact]
    public void PartsOfOneDigitAreJoinedAndNeighboursAreNot()
    {
        // A bar, a body with a cap two pixels above it, a bar cut by the border, a speck, a lying line.
        byte[] frame = Page();
        DigitFinder finder = new(200, 100);
        Assert.Equal(3, finder.Find(frame));
        Assert.Equal([new PixelBox(20, 20, 23, 59), new PixelBox(30, 25, 33, 55), new PixelBox(60, 22, 80, 60)], finder.Boxes.ToArray());
        Assert.True(finder.Sample(2)[(6 * 28) + 17] > 0.5f); // the cap is in the sample
    }

    [Fact]
    public void NeighboursInsideTheBoxStayOutOfTheSample()
    {
        byte[] frame = new byte[100 * 100];
        frame.AsSpan().Fill(200);
        for (int y = 20; y < 60; y++)
        {
            Bar(frame, 100, 20 + ((60 - y) / 2), y, 4, 1); // a slash
            if (y >= 40)
                Bar(frame, 100, 44, y, 4, 1); // a bar whose box is inside the slash's columns
        }
        DigitFinder finder = new(100, 100, new DigitFinderOptions { Deskew = 0f, PartGap = 0 });
        Assert.Equal(2, finder.Find(frame));
        (_, float centreY, _, _) = Measure(finder.Sample(0));
        Assert.InRange(centreY, 13.8f, 14.2f);
        Assert.Equal(0f, finder.Sample(0)[(23 * 28) + 19]);
    }

    [Fact]
    public void DeskewingSetsASlashUpright()
    {
        byte[] frame = new byte[100 * 100];
        frame.AsSpan().Fill(200);
        for (int y = 20; y < 60; y++)
            Bar(frame, 100, 20 + ((60 - y) / 2), y, 4, 1);
        int[] widths = Array.ConvertAll((float[])[0f, 0.5f, 1f], deskew =>
        {
            DigitFinder finder = new(100, 100, new DigitFinderOptions { Deskew = deskew });
            finder.Find(frame);
            return Columns(finder.Sample(0));
        });
        Assert.True(widths[0] > widths[1] && widths[1] > widths[2] && widths[2] <= 4, string.Join(' ', widths));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(0)]
    [InlineData(128)]
    public void AnEvenFrameHasNoDigits(byte level)
    {
        byte[] frame = new byte[64 * 48];
        frame.AsSpan().Fill(level);
        Assert.Equal(0, new DigitFinder(64, 48).Find(frame));
    }

    [Fact]
    public void NoiseAloneNeverOverflowsTheFixedMemory()
    {
        DigitFinder finder = new(320, 240, new DigitFinderOptions { MaxDigits = 4, MinHeight = 2 });
        byte[] frame = new byte[320 * 240];
        for (uint round = 0; round < 5; round++)
        {
            EdgeRuntime.Random.CounterRandom random = new(round, 3);
            for (int i = 0; i < frame.Length; i++)
                frame[i] = random.Below(100, (ulong)i) < 5 + (round * 20) ? (byte)0 : (byte)255;
            Assert.InRange(finder.Find(frame), 0, 4);
        }
    }

    [Fact]
    public void FindingAllocatesNothing()
    {
        DigitPageSource source = new(seed: 9, frames: 4);
        DigitFinder finder = new(source.Width, source.Height);
        byte[] frame = new byte[source.Width * source.Height];
        source.Read(frame);
        finder.Find(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (source.Read(frame))
            finder.Find(frame);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(finder.Times.ThresholdMicroseconds > 0 && finder.Times.CropMicroseconds > 0 && finder.Times.TotalMicroseconds < 10e6);
    }

    [Fact]
    public void SizesAndOptionsOutOfRangeAreRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new DigitFinder(10, 100)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new DigitFinder(100_000, 100_000)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new DigitFinder(100, 100, new DigitFinderOptions { Share = 1.5f })).Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DigitFinder(100, 100).Find(new byte[9_999]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DigitFinder(100, 100).Sample(0).Length);
    }

    private static byte[] Page()
    {
        byte[] frame = new byte[200 * 100];
        frame.AsSpan().Fill(200);
        Bar(frame, 200, 20, 20, 4, 40);
        Bar(frame, 200, 30, 25, 4, 31);
        Bar(frame, 200, 65, 27, 5, 34);
        Bar(frame, 200, 60, 22, 21, 3);
        Bar(frame, 200, 150, 0, 5, 40);
        Bar(frame, 200, 100, 50, 2, 2);
        Bar(frame, 200, 100, 80, 90, 14);
        return frame;
    }

    private static void Bar(byte[] frame, int frameWidth, int left, int top, int width, int height)
    {
        for (int y = top; y < top + height; y++)
            frame.AsSpan((y * frameWidth) + left, width).Fill(60);
    }

    private static int Columns(ReadOnlySpan<float> sample)
    {
        int columns = 0;
        for (int x = 0; x < 28; x++)
        {
            bool any = false;
            for (int y = 0; y < 28; y++)
                any |= sample[(y * 28) + x] > 0.4f;
            columns += any ? 1 : 0;
        }
        return columns;
    }

    private static (float CentreX, float CentreY, int Longer, float Most) Measure(ReadOnlySpan<float> sample)
    {
        float sum = 0, sumX = 0, sumY = 0, most = 0;
        int left = 28, right = 0, top = 28, bottom = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            (sum, sumX, sumY) = (sum + sample[i], sumX + (sample[i] * ((i % 28) + 0.5f)), sumY + (sample[i] * ((i / 28) + 0.5f)));
            most = Math.Max(most, sample[i]);
            if (sample[i] < 0.3f)
                continue;
            (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
            (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
        }
        return (sumX / sum, sumY / sum, Math.Max(right - left, bottom - top) + 1, most);
    }
}
