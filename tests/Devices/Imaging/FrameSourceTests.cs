using System;
using System.IO;
using Devices.Imaging;
using EdgeRuntime;
using EdgeRuntime.Data.Digits;
using EdgeRuntime.Data.Images;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class FrameSourceTests
{
    [Fact]
    public void DrawnPagesComeWithTheirTruthAndEnd()
    {
        using DigitPageSource source = new(seed: 1, frames: 2, width: 200, height: 100);
        byte[] frame = new byte[200 * 100], second = new byte[200 * 100];
        Assert.True(source.Read(frame));
        Assert.True(source.KnowsTruth);
        PageDigit[] truth = source.Truth.ToArray();
        Assert.InRange(truth.Length, 1, DigitPage.MaxDigits);
        Assert.True(source.Read(second));
        Assert.NotEqual(frame, second);
        Assert.False(source.Read(frame));
    }

    [Fact]
    public void PicturesOfAFolderComeInOrderGreyAndInOneSize()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("b.png"), new Image(4, 2, 1, [10, 10, 20, 20, 10, 10, 20, 20]));
        File.WriteAllText(folder.At("a.ppm"), "P3 2 1 255 255 255 255 0 0 0");
        File.WriteAllText(folder.At("notes.txt"), "no picture");
        using FolderSource source = new(folder.Path);
        Assert.Equal((2, 1, false), (source.Width, source.Height, source.KnowsTruth));
        byte[] frame = new byte[2];
        Assert.True(source.Read(frame));
        Assert.Equal(("a.ppm", 255, 0), (source.FrameName, frame[0], frame[1]));
        Assert.True(source.Read(frame));
        Assert.Equal(("b.png", 10, 20), (source.FrameName, frame[0], frame[1]));
        Assert.Equal(0, source.Truth.Length);
        Assert.False(source.Read(frame));
    }

    [Fact]
    public void AFolderWithoutPicturesIsRefusedByName()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(folder.Path, Assert.Throws<EdgeException>(() => new FolderSource(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new FolderSource(folder.Path + "/none")).Kind);
    }
}
