using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

public sealed class SequenceCommandsTests
{
    [Fact]
    public void ANetworkOfSequencesIsTrainedMeasuredAndRun()
    {
        using TemporaryFolder folder = new();
        string data = $"ts:{Ramps(folder)}", model = folder.At("m.onnx");
        JsonElement trained = EdgeCommand.Json("train", "gru", "--data", data, "--hidden", "8", "--epochs", "30", "--out", model, "--html", folder.At("m.html"), "--json");
        Assert.True(trained.GetProperty("epochs")[29].GetProperty("accuracy").GetDouble() > 0.9);
        JsonElement measured = EdgeCommand.Json("eval", model, "--data", data, "--json");
        Assert.Equal(40, measured.GetProperty("count").GetInt32());
        Assert.True(measured.GetProperty("accuracy").GetDouble() > 0.9);
        new EdgeRuntime.Data.NpyArray("i4", [1], BitConverter.GetBytes(4)).Write(folder.At("l.npy"));
        EdgeRuntime.Data.NpyArray.Of([1, 0, 2, 0, 3, 0, 4, 0, 9, 9], [1, 5, 2]).Write(folder.At("x.npy"));
        JsonElement ran = EdgeCommand.Json("run", model, "--input", folder.At("x.npy"), "--input", folder.At("l.npy"), "--prepare", "--json");
        Assert.Equal(2, ran.GetProperty("outputs")[0].GetProperty("shape")[1].GetInt32());
    }

    [Fact]
    public void GroupsAreMeasuredOnOneAfterTheOther()
    {
        using TemporaryFolder folder = new();
        JsonElement folds = EdgeCommand.Json("train", "gru", "--data", "gestures", "--limit", "60", "--hidden", "4", "--epochs", "1", "--folds", "group", "--out", folder.At("m.onnx"), "--json");
        Assert.Equal(20, folds.GetProperty("folds").GetArrayLength());
    }

    [Theory]
    [InlineData("train", "lenet", "--data", "digits", "--hidden", "8", "--out", "x.onnx", "belongs to networks of sequences")]
    [InlineData("train", "gru", "--data", "tones", "--hidden", "0", "--out", "x.onnx", "0 numbers")]
    [InlineData("train", "gru", "--data", "tones", "--folds", "1", "--out", "x.onnx", "2 to 1000, or group")]
    [InlineData("train", "gru", "--data", "tones:x", "--hidden", "8", "--out", "x.onnx", "takes no path")]
    public void BadUsageIsNamed(params string[] words)
    {
        Assert.Contains(words[^1], EdgeCommand.Refused(2, words[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesAreNoSequences()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("[steps, features]", EdgeCommand.Refused(1, "train", "gru", "--data", "digits", "--limit", "10", "--out", folder.At("m.onnx")), StringComparison.Ordinal);
    }

    // Rising and falling ramps of 3 to 7 steps.
    private static string Ramps(TemporaryFolder folder)
    {
        StringBuilder text = new("@dimensions 2\n@equalLength false\n@classLabel true up down\n@data\n");
        for (int i = 0; i < 40; i++)
        {
            string[] steps = new string[3 + (i % 5)], zeros = new string[steps.Length];
            for (int t = 0; t < steps.Length; t++)
                (steps[t], zeros[t]) = ((i % 2 == 0 ? t : steps.Length - t).ToString(CultureInfo.InvariantCulture), ((i * t) % 3).ToString(CultureInfo.InvariantCulture));
            text.Append(string.Join(',', steps)).Append(':').Append(string.Join(',', zeros)).Append(':').Append(i % 2 == 0 ? "up" : "down").Append('\n');
        }
        File.WriteAllText(folder.At("ramps.ts"), text.ToString());
        return folder.At("ramps.ts");
    }
}
