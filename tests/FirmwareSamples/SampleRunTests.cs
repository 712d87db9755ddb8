using System.Globalization;
using System.IO;
using Tests.Support;
using Xunit;

namespace Tests.FirmwareSamples;

/// <summary>The programs of firmware-samples, run as on a machine that has nothing but them.</summary>
public sealed class SampleRunTests
{
    [Fact]
    public void DigitsAreReadInDrawnFrames()
    {
        using TemporaryFolder folder = new();
        (int status, string output) = SampleProgram.Run("DigitCamera", folder.Path, "--frames", "20", "--picture-of", "3");
        Assert.True(status == 0, output);
        Assert.InRange(SampleProgram.Accuracy(output), 95, 100);
        Assert.True(File.Exists(folder.At("digitcamera.png")));
    }

    [Theory]
    [InlineData("MotionGru", "--gestures", "gestures")]
    [InlineData("SpokenDigit", "--words", "words")]
    public void StreamsAreRecognisedWithoutAllocatingAByte(string program, string option, string what)
    {
        using TemporaryFolder folder = new();
        (int status, string output) = SampleProgram.Run(program, folder.Path, option, "60", "--seed", "77");
        Assert.True(status == 0, output);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Truth: 60 {what}, "), output, System.StringComparison.Ordinal);
        Assert.InRange(SampleProgram.Accuracy(output), 90, 100);
        Assert.Contains("Allocated while listening: 0 bytes.", output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void ASoundOfAFileIsHeardOnce()
    {
        using TemporaryFolder folder = new();
        (int status, string output) = SampleProgram.Run("SpokenDigit", folder.Path, "--wav", SpokenWords.Write(folder));
        Assert.True(status == 0, output);
        Assert.Contains("Truth: 1 words, ", output, System.StringComparison.Ordinal);
        Assert.Contains(" 0 missed, 0 invented", output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeUsedIsOneLine()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("a.wav"), "no sound");
        foreach (string[] wrong in (string[][])[["MotionGru", "--model", "none.onnx"], ["SpokenDigit", "--wav", "none.wav"], ["SpokenDigit", "--wav", "a.wav"]])
        {
            (int status, string output) = SampleProgram.Run(wrong[0], folder.Path, wrong[1], wrong[2]);
            Assert.Equal(1, status);
            Assert.StartsWith(wrong[0] + ": ", output, System.StringComparison.Ordinal);
            Assert.Single(output.TrimEnd().Split('\n'));
        }
    }
}
