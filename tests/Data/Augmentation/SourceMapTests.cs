using System;
using EdgeRuntime.Data.Augmentation;
using EdgeRuntime.Kernels;
using Xunit;

namespace Tests.Data.Augmentation;

public sealed class SourceMapTests
{
    [Fact]
    public void SinesAndCosinesAreThoseOfTheMathLibrary()
    {
        for (double degrees = -360; degrees <= 360; degrees += 0.7)
        {
            (double sine, double cosine) = SourceMap.Turn(degrees);
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), sine, 1e-14);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), cosine, 1e-14);
        }

        Assert.Equal((1, 0), SourceMap.Turn(90));
    }

    [Fact]
    public void AQuarterTurnBringsTheRightEdgeToTheTop()
    {
        // Row 0 of the turned picture comes from the last column, read downward.
        Assert.Equal(new WarpLine(4, 0, 0, 1), SourceMap.Identity.Rotated(90).LineOf(0, 5, 5));
    }

    [Fact]
    public void ChangesFollowOneAnother()
    {
        // Twice as large, then moved by 3 to the right: pixel 3 + center shows the center.
        WarpLine line = SourceMap.Identity.Zoomed(2).Shifted(3, 0).LineOf(4, 9, 9);
        Assert.Equal(4, line.X + (7 * line.StepX));
        Assert.Equal(0.5f, line.StepX);
        Assert.Equal(new WarpLine(8, -1, 0, 0), SourceMap.Identity.Flipped(true, true).LineOf(8, 9, 9));
        Assert.Equal(new WarpLine(4 - 4, 1, 0, 0), SourceMap.Identity.Sheared(0).LineOf(0, 9, 9));
    }

    [Fact]
    public void ACropShowsFromItsStartToItsEnd()
    {
        WarpLine line = SourceMap.Identity.Cropped(cut: 0.5, before: 0.125, width: 101).LineOf(0, 101, 1);
        Assert.Equal(12.5f, line.X);
        Assert.Equal(62.5f, line.X + (100 * line.StepX));
    }
}
