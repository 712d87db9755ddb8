using System;
using System.Collections.Generic;
using Devices.Imaging;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class ConnectedComponentsTests
{
    [Theory]
    [InlineData(1, 1, 50)]
    [InlineData(31, 17, 20)]
    [InlineData(31, 17, 45)]
    [InlineData(40, 40, 60)]
    [InlineData(1, 40, 50)]
    public void ComponentsAreThoseOfAFloodFill(int width, int height, int percent)
    {
        byte[] ink = new byte[width * height], frame = new byte[width * height];
        CounterRandom random = new(5, (uint)percent);
        for (int i = 0; i < ink.Length; i++)
        {
            ink[i] = random.Below(100, (ulong)i) < percent ? (byte)1 : (byte)0;
            frame[i] = (byte)random.UInt32((ulong)(10_000 + i));
        }
        ConnectedComponents components = new(width, height);
        components.Find(new byte[width * height], frame);
        Assert.Equal(0, components.Count);
        components.Find(ink, frame);
        Check(ink, frame, width, height, components);
    }

    [Fact]
    public void TheMostComponentsThatFitDoNotOverflowTheMemory()
    {
        const int width = 21, height = 13;
        byte[] ink = new byte[width * height];
        for (int y = 0; y < height; y += 2)
        {
            for (int x = 0; x < width; x += 2)
                ink[(y * width) + x] = 1;
        }
        ConnectedComponents components = new(width, height);
        components.Find(ink, ink);
        Assert.Equal(ConnectedComponents.MostComponents(width, height), components.Count);
    }

    [Fact]
    public void ASpiralIsOneComponent()
    {
        string[] rows = ["#########", "        #", "####### #", "#     # #", "# ### # #", "# #   # #", "# ##### #", "#       #", "#########"];
        byte[] ink = Array.ConvertAll(string.Concat(rows).ToCharArray(), c => c == '#' ? (byte)1 : (byte)0);
        ConnectedComponents components = new(9, 9);
        components.Find(ink, ink);
        Component only = Assert.Single(components.Found.ToArray());
        Assert.Equal(new PixelBox(0, 0, 8, 8), only.Box);
        Assert.Equal(ink.AsSpan().Count((byte)1), only.Area);
    }

    private static void Check(byte[] ink, byte[] frame, int width, int height, ConnectedComponents components)
    {
        int[] expected = new int[ink.Length];
        int count = 0;
        for (int start = 0; start < ink.Length; start++)
        {
            if (ink[start] == 0 || expected[start] != 0)
                continue;
            int label = components.Labels[start], area = 0, darkest = 255;
            count++;
            Stack<int> open = new([start]);
            expected[start] = count;
            while (open.TryPop(out int at))
            {
                (area, darkest) = (area + 1, Math.Min(darkest, frame[at]));
                Assert.Equal(label, components.Labels[at]);
                for (int y = Math.Max(0, (at / width) - 1); y <= Math.Min(height - 1, (at / width) + 1); y++)
                {
                    for (int x = Math.Max(0, (at % width) - 1); x <= Math.Min(width - 1, (at % width) + 1); x++)
                    {
                        if (ink[(y * width) + x] == 0 || expected[(y * width) + x] != 0)
                            continue;
                        expected[(y * width) + x] = count;
                        open.Push((y * width) + x);
                    }
                }
            }
            Component found = components.Found[label - 1];
            Assert.Equal((area, (byte)darkest), (found.Area, found.Darkest));
        }
        Assert.Equal(count, components.Count);
    }
}
