using System;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

/// <summary>Imported models on the command line: which layers, which head, which classes.</summary>
public sealed class FinetuneAndTeachTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string model;

    public FinetuneAndTeachTests()
    {
        model = Path.Combine(folder.Path, "lenet.onnx");
        Architecture.Create("lenet", new Shape(1, 28, 28), 4, seed: 1).Save(model);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ANewHeadIsTrainedAndTheRestStays()
    {
        string target = Path.Combine(folder.Path, "mine.onnx");
        (int status, string output, string log) = Run("finetune", model, "--data", "digits", "--limit", "64", "--epochs", "1", "--classes", "10", "--layers", "last", "--out", target, "--json");
        Assert.True(status == 0, log);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement.GetProperty("epochs").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("arena_bytes").GetInt64() > 0);
        Assert.Equal(target, json.RootElement.GetProperty("out").GetString());
        Model before = Model.Load(model), after = Model.Load(target);
        Assert.True(before.Initializer("conv0.weight").Bytes.SequenceEqual(after.Initializer("conv0.weight").Bytes));
        Assert.Equal(new Shape(10, 64), after.Initializer("dense9.weight").Shape);
        Assert.Equal(10, InputNotes.ClassNames(after.Metadata).Length);
        Assert.Equal(1f, InputNotes.Scaling(after.Metadata)!.White);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsForAnyThreadCount()
    {
        string? expected = null;
        foreach (string threads in (string[])["1", "2"])
        {
            (int status, string output, string log) = Run(
                "finetune", model, "--data", "digits", "--limit", "64", "--epochs", "1", "--classes", "10", "--layers", "last:2,conv3%50,bias", "--threads", threads,
                "--out", Path.Combine(folder.Path, "x.onnx"), "--json");
            Assert.True(status == 0, log);
            using JsonDocument json = JsonDocument.Parse(output);
            string crc = json.RootElement.GetProperty("weights_crc32").GetRawText();
            Assert.Equal(expected ??= crc, crc);
        }
    }

    [Theory]
    [InlineData(2, "last:0", "last:N takes a number")]
    [InlineData(2, ",", "No layer is named")]
    [InlineData(1, "convv0", "near: conv0")]
    [InlineData(1, "conv3[0:99]", "reads 8 channels")]
    public void LayersThatMeanNothingAreOneError(int expected, string layers, string message)
    {
        (int status, string output, string log) = Run("finetune", model, "--data", "digits", "--limit", "64", "--classes", "10", "--layers", layers, "--out", Path.Combine(folder.Path, "x.onnx"));
        Assert.Equal((expected, ""), (status, output));
        Assert.Contains(message, log, StringComparison.Ordinal);
        Assert.Single(log.TrimEnd().Split('\n'));
    }

    [Fact]
    public void ClassesAreTaughtFromAFewSamples()
    {
        string target = Path.Combine(folder.Path, "taught.onnx");
        (int status, string output, string log) = Run("teach", model, "--data", "digits", "--shots", "3", "--scale", "1", "--out", target, "--json");
        Assert.True(status == 0, log);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(10, json.RootElement.GetProperty("taught").GetInt32());
        Assert.True(json.RootElement.GetProperty("accuracy").GetDouble() > 0.2, "twice as good as guessing, even on random features");
        using Session session = new(Model.Load(target));
        Assert.Equal(10, session.Outputs[0].Shape[1]);
    }

    [Fact]
    public void ClassesWithFewerSamplesThanShotsAreTaughtFromThoseThatThereAre()
    {
        string pictures = Path.Combine(folder.Path, "pictures");
        for (int i = 0; i < 12; i++)
        {
            Image picture = new(28, 28, 1);
            picture.Pixels.Fill((byte)(i < 4 ? 20 + i : 200 + i));
            Png.Write(folder.At($"pictures/{(i < 4 ? "dark" : "light")}/{i}.png"), picture);
        }

        string[] command = ["teach", model, "--data", $"images:{pictures}", "--shots", "5", "--scale", "1", "--out", Path.Combine(folder.Path, "few.onnx")];
        Assert.Contains("taught 2 classes from 2 to 5 samples each (of the 5 asked for)", Run(command).Output, StringComparison.Ordinal);
        JsonElement samples = Json([.. command, "--json"]).GetProperty("samples");
        Assert.Equal((2, 5), (samples.GetProperty("dark").GetInt32(), samples.GetProperty("light").GetInt32()));
    }

    [Fact]
    public void TaughtClassesStandBehindThoseThatTheModelHas()
    {
        string target = Path.Combine(folder.Path, "more.onnx");
        (int status, string output, string log) = Run("teach", model, "--data", "digits", "--add", "--scale", "1", "--out", target, "--json");
        Assert.True(status == 0, log);
        using JsonDocument json = JsonDocument.Parse(output); // the model has classes 0 to 3 by number
        Assert.Equal(6, json.RootElement.GetProperty("taught").GetInt32());
        Assert.Equal(10, json.RootElement.GetProperty("classes").GetArrayLength());
        ReadOnlySpan<byte> old = Model.Load(model).Initializer("dense9.weight").Bytes;
        Assert.True(Model.Load(target).Initializer("dense9.weight").Bytes[..old.Length].SequenceEqual(old));
    }
}
