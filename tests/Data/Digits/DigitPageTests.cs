using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Digits;
using Tests.Support;
using Xunit;

namespace Tests.Data.Digits;

public sealed class DigitPageTests
{
    [Fact]
    public void TheBoxesOfTheTruthAreInsideTheFrameAndApart()
    {
        DigitPage page = new(seed: 2);
        byte[] frame = new byte[320 * 240];
        PageDigit[] truth = new PageDigit[DigitPage.MaxDigits];
        for (int index = 0; index < 30; index++)
        {
            int count = page.Draw(index, frame, truth);
            Assert.InRange(count, 1, DigitPage.MaxDigits);
            for (int i = 0; i < count; i++)
            {
                PageDigit a = truth[i];
                Assert.True(a.Left > 0 && a.Top > 0 && a.Left + a.Width < 320 && a.Top + a.Height < 240 && a.Label is >= 0 and <= 9);
                for (int j = 0; j < i; j++)
                {
                    PageDigit b = truth[j];
                    Assert.True(a.Left >= b.Left + b.Width || b.Left >= a.Left + a.Width || a.Top >= b.Top + b.Height || b.Top >= a.Top + a.Height);
                }
            }
        }
    }

    [Fact]
    public void InkIsDarkInsideTheBoxesAndPaperLightAroundThem()
    {
        DigitPage page = new(seed: 3);
        byte[] frame = new byte[320 * 240];
        PageDigit[] truth = new PageDigit[DigitPage.MaxDigits];
        for (int index = 0; index < 10; index++)
        {
            int count = page.Draw(index, frame, truth);
            foreach (PageDigit digit in truth.AsSpan(0, count))
            {
                int darkest = 255, edge = 0, edges = 0;
                for (int y = digit.Top - 3; y < digit.Top + digit.Height + 3; y++)
                {
                    for (int x = digit.Left - 3; x < digit.Left + digit.Width + 3; x++)
                    {
                        bool inside = x >= digit.Left && x < digit.Left + digit.Width && y >= digit.Top && y < digit.Top + digit.Height;
                        if (inside)
                            darkest = Math.Min(darkest, frame[(y * 320) + x]);
                        else
                            (edge, edges) = (edge + frame[(y * 320) + x], edges + 1);
                    }
                }
                Assert.True(darkest < 0.75 * edge / edges, $"page {index}: {digit}");
            }
        }
    }

    // The bytes that any CPU must draw.
    [Fact]
    public void BytesAreTheSameOnEveryCpu()
    {
        DigitPage page = new(seed: 1);
        byte[] frame = new byte[320 * 240];
        PageDigit[] truth = new PageDigit[DigitPage.MaxDigits];
        uint crc = 0;
        foreach (int index in (ReadOnlySpan<int>)[0, 1, 2, 1_000_000])
        {
            page.Draw(index, frame, truth);
            crc = Crc32.Of(frame, crc);
        }
        Assert.Equal(2355938769u, crc);
    }

    [Fact]
    public void APageDoesNotDependOnThoseDrawnBefore()
    {
        byte[] one = new byte[320 * 240], other = new byte[320 * 240];
        PageDigit[] truth = new PageDigit[DigitPage.MaxDigits];
        DigitPage page = new(seed: 4);
        page.Draw(7, one, truth);
        page.Draw(8, other, truth);
        Assert.NotEqual(one, other);
        page.Draw(7, other, truth);
        Assert.Equal(one, other);
    }

    [Fact]
    public void DrawingAllocatesNothing()
    {
        DigitPage page = new(seed: 5);
        byte[] frame = new byte[320 * 240];
        PageDigit[] truth = new PageDigit[DigitPage.MaxDigits];
        Allocations.None(1, () => page.Draw(1, frame, truth));
    }

    [Fact]
    public void WrongSizesAreRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new DigitPage(1, 20, 20)).Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DigitPage(1).Draw(0, new byte[10], new PageDigit[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DigitPage(1).Draw(0, new byte[320 * 240], new PageDigit[7]));
    }
}
