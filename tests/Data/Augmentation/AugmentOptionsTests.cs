using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;
using Xunit;

namespace Tests.Data.Augmentation;

public sealed class AugmentOptionsTests
{
    [Fact]
    public void EveryKindHasAName()
    {
        AugmentOptions all = AugmentOptions.Parse("rotate=1, shift=0.2,zoom=0.3,flip,vflip,shear=6,brightness=7,contrast=0.8,noise=0.9,cutout=0.1,elastic=11,scale=0.12,time-shift=0.13,crop=0.14");
        AugmentOptions expected = new()
        {
            RotateDegrees = 1,
            ShiftFraction = 0.2f,
            ZoomFraction = 0.3f,
            FlipHorizontally = true,
            FlipVertically = true,
            ShearDegrees = 6,
            Brightness = 7,
            ContrastFraction = 0.8f,
            NoiseDeviation = 0.9f,
            CutoutFraction = 0.1f,
            ElasticPixels = 11,
            ScaleFraction = 0.12f,
            TimeShiftFraction = 0.13f,
            CropFraction = 0.14f,
        };
        Assert.Equal(expected, all);
        Assert.Equal(AugmentOptions.Parse("noise=0.5"), AugmentOptions.Parse("jitter=0.5"));
        Assert.True(new AugmentOptions().IsNone);
    }

    [Theory]
    [InlineData("", "'' is not known; there are rotate, shift")]
    [InlineData("rotate=10,", "'' is not known")]
    [InlineData("rotat=10", "'rotat' is not known; there are rotate, shift")]
    [InlineData("rotate", "'rotate' needs a number (degrees) above 0, up to 180, such as rotate=10")]
    [InlineData("rotate=", "'rotate=' needs a number")]
    [InlineData("rotate=ten", "'rotate=ten' needs a number")]
    [InlineData("rotate=181", "'rotate=181' needs a number")]
    [InlineData("shift=10", "'shift=10' needs a number (a part of the size) above 0, up to 1, such as shift=0.1")]
    [InlineData("noise=-1", "above 0, such as noise=0.1")]
    [InlineData("noise=NaN", "needs a number")]
    [InlineData("noise=inf", "needs a number")]
    [InlineData("zoom=0", "needs a number")]
    [InlineData("flip=1", "'flip' takes no number")]
    [InlineData("flip,flip", "'flip' is there twice")]
    [InlineData("noise=1,jitter=1", "'jitter' is there twice")]
    public void WhatIsWrongIsSaidWithWhatWouldBeRight(string text, string expected)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => AugmentOptions.Parse(text));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time-shift=0.1", new[] { 1, 28, 28 }, "time-shift is for signals")]
    [InlineData("crop=0.1", new[] { 5 }, "crop is for signals")]
    [InlineData("rotate=5", new[] { 3, 100 }, "rotate is for pictures")]
    [InlineData("vflip", new[] { 3, 100 }, "vflip is for pictures")]
    [InlineData("noise=1", new[] { 1, 2, 3, 4 }, "[1, 2, 3, 4] cannot be augmented")]
    public void KindsThatDoNotGoWithTheSamplesAreRefused(string text, int[] shape, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => new Augmenter(AugmentOptions.Parse(text), shape, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void NumbersSetInCodeAreCheckedToo()
    {
        foreach (AugmentOptions options in (AugmentOptions[])[new() { ZoomFraction = 1 }, new() { RotateDegrees = -1 }, new() { Brightness = float.NaN }])
            Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Augmenter(options, [1, 8, 8], 1)).Kind);
    }
}
