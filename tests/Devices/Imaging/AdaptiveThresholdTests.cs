using System;
using Devices.Imaging;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class AdaptiveThresholdTests
{
    [Theory]
    [InlineData(1, 0.1f)]
    [InlineData(5, 0.13f)]
    [InlineData(50, 0.25f)]
    public void InkIsWhatIsDarkerThanTheMeanOfItsWindow(int radius, float share)
    {
        const int width = 37, height = 23;
        byte[] frame = new byte[width * height], ink = new byte[width * height];
        CounterRandom random = new(4, 4);
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (byte)(100 + (random.UInt32((ulong)i) % 80) + (i % width));
        new AdaptiveThreshold(width, height, radius, share).Mark(frame, ink);
        double keep = (int)((1 - share) * 256) / 256.0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                Assert.Equal(frame[(y * width) + x] < keep * Mean(frame, width, height, x, y, radius) - 1e-9, ink[(y * width) + x] == 1);
        }
    }

    [Fact]
    public void AGradientOfLightIsNoInk()
    {
        byte[] frame = new byte[320 * 240], ink = new byte[320 * 240];
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (byte)(80 + (i % 320 / 2));
        new AdaptiveThreshold(320, 240, 24, 0.13f).Mark(frame, ink);
        Assert.Equal(-1, ink.AsSpan().IndexOf((byte)1));
    }

    private static double Mean(byte[] frame, int width, int height, int x, int y, int radius)
    {
        double sum = 0, count = 0;
        for (int v = Math.Max(0, y - radius); v <= Math.Min(height - 1, y + radius); v++)
        {
            for (int u = Math.Max(0, x - radius); u <= Math.Min(width - 1, x + radius); u++)
                (sum, count) = (sum + frame[(v * width) + u], count + 1);
        }
        return sum / count;
    }
}
