using System;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class SlidingWindowTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(4, 4)]
    [InlineData(3, 5)]
    public void EveryWindowHoldsTheSamplesFromItsStartOn(int length, int hop)
    {
        SlidingWindow window = new(length, hop, channels: 2);
        int windows = 0;
        for (int t = 0; t < 40; t++)
        {
            bool expected = t + 1 >= length && (t + 1 - length) % hop == 0;
            Assert.Equal(expected, window.Push([t, -t]));
            Assert.Equal(expected, window.IsReady);
            if (!expected)
                continue;
            for (int i = 0; i < length; i++)
            {
                Assert.Equal((windows * hop) + i, window.Window[2 * i]);
                Assert.Equal(-((windows * hop) + i), window.Window[(2 * i) + 1]);
            }

            windows++;
        }

        Assert.Equal(((40 - length) / hop) + 1, windows);
    }

    [Fact]
    public void AfterAResetTheNextWindowIsWholeAgain()
    {
        SlidingWindow window = new(3, 1, 1);
        foreach (float x in (float[])[1, 2])
            window.Push([x]);
        window.Reset();
        Assert.False(window.Push([3f]));
        Assert.False(window.Push([4f]));
        Assert.True(window.Push([5f]));
        Assert.Equal([3f, 4f, 5f], window.Window.ToArray());
    }

    [Fact]
    public void PushAllocatesNothing()
    {
        SlidingWindow window = new(8, 2, 6);
        float[] sample = new float[6];
        Allocations.None(20, () => window.Push(sample));
    }

    [Fact]
    public void SizesThatMakeNoSenseAreRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SlidingWindow(0, 1, 1)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SlidingWindow(1, 0, 1)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SlidingWindow(1 << 16, 1, 1 << 16)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SlidingWindow(2, 1, 3).Push([1f, 2f])).Kind);
    }
}
