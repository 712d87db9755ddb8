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

    [Fact]
    public void WhatCannotBeUsedIsOneLine()
    {
        using TemporaryFolder folder = new();
        foreach (string[] wrong in (string[][])[["DigitCamera", "--model", "none.onnx"], ["DigitCamera", "--folder", "none"]])
        {
            (int status, string output) = SampleProgram.Run(wrong[0], folder.Path, wrong[1], wrong[2]);
            Assert.Equal(1, status);
            Assert.StartsWith(wrong[0] + ": ", output, System.StringComparison.Ordinal);
            Assert.Single(output.TrimEnd().Split('\n'));
        }
    }
}
