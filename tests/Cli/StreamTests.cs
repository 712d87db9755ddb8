using System;
using System.Text.Json;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Random;
using Tests.Execution.Streaming;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

public class StreamTests
{
    private const int Time = 8;

    [Fact]
    public void RunStreamsASequenceAndWritesTheOutputsOfAllSteps()
    {
        using TemporaryFolder folder = new();
        (string model, string input) = Write(folder, StreamingModels.Gru(Time), new Shape(1, Time, 5));
        JsonElement whole = Json("run", model, "--input", input, "--output", folder.At("whole"), "--json");
        JsonElement steps = Json("run", model, "--input", $"x={input}", "--stream", "--output", folder.At("steps"), "--json");
        Tensor all = NpyTensor.Read(folder.At("whole/z.npy")), one = NpyTensor.Read(folder.At("steps/z.npy"));
        Assert.Equal(new Shape(Time, 1, 1, 3), one.Shape);
        Assert.True(all.Bytes.SequenceEqual(one.Bytes));
        Assert.Equal(whole.GetProperty("outputs")[0].GetProperty("crc32").GetUInt32(), steps.GetProperty("outputs")[0].GetProperty("crc32").GetUInt32());
        Assert.Equal(8 * sizeof(float), steps.GetProperty("state_bytes").GetInt64());
    }

    [Fact]
    public void ASequenceIsCutAlongTheModelsAxisOfTime()
    {
        using TemporaryFolder folder = new();
        (string model, string input) = Write(folder, StreamingModels.Tcn(Time), new Shape(1, 6, Time));
        Json("run", model, "--input", input, "--output", folder.At("whole"), "--json");
        Json("run", model, "--input", input, "--stream", "--step-frames", "2", "--output", folder.At("steps"), "--json");
        Span<float> all = NpyTensor.Read(folder.At("whole/z.npy")).As<float>(), steps = NpyTensor.Read(folder.At("steps/z.npy")).As<float>();
        for (int channel = 0; channel < 6; channel++)
        {
            for (int t = 0; t < Time; t++)
                Assert.Equal(all[(channel * Time) + t], steps[(t / 2 * 12) + (channel * 2) + (t % 2)]);
        }
    }

    [Fact]
    public void NamedStatesAreKept()
    {
        using TemporaryFolder folder = new();
        Model sum = new OnnxModel("sum").Input("x", 1, 3).Input("s", 1, 3).Node("Add", ["x", "s"], "next").Return("next");
        (string model, string input) = Write(folder, sum, new Shape(4, 3));
        Json("run", model, "--input", input, "--stream", "--state", "s=next", "--output", folder.At("out"), "--json");
        Span<float> x = NpyTensor.Read(input).As<float>(), y = NpyTensor.Read(folder.At("out/next.npy")).As<float>();
        Assert.Equal(x[0] + x[3] + x[6] + x[9], y[9], 1e-6f);
    }

    [Fact]
    public void BenchTimesAStepAndInfoSaysWhatItCosts()
    {
        using TemporaryFolder folder = new();
        (string model, _) = Write(folder, StreamingModels.Gru(Time), new Shape(1, Time, 5));
        JsonElement bench = Json("bench", model, "--stream", "--runs", "3", "--json").GetProperty("models")[0];
        Assert.Equal(3, bench.GetProperty("samples").GetInt32()); // what it allocates is tested where no other test runs beside it
        JsonElement info = Json("info", model, "--json");
        Assert.True(info.GetProperty("streamable").GetBoolean());
        Assert.Equal(8 * sizeof(float), info.GetProperty("state_bytes").GetInt64());
        Assert.Equal((5 * 24) + (8 * 24) + (8 * 3), info.GetProperty("step_macs").GetInt64());
        Assert.Equal(3, info.GetProperty("frame").GetArrayLength());
        Assert.True(info.GetProperty("macs").GetInt64() >= Time * info.GetProperty("step_macs").GetInt64());
    }

    [Fact]
    public void InfoSaysWhyAModelDoesNotStream()
    {
        using TemporaryFolder folder = new();
        (string model, _) = Write(folder, StreamingModels.Gru(Time, "bidirectional"), new Shape(1, Time, 5));
        JsonElement info = Json("info", model, "--json");
        Assert.False(info.GetProperty("streamable").GetBoolean());
        Assert.Contains("last frame to the first", info.GetProperty("streaming_reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("last frame to the first", Refused(1, "bench", model, "--stream"), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSequencesAndOptionsAreNamed()
    {
        using TemporaryFolder folder = new();
        (string model, string input) = Write(folder, StreamingModels.Gru(Time), new Shape(1, Time, 4));
        Assert.Contains("[1, 8, 4]", Refused(1, "run", model, "--input", input, "--stream"), StringComparison.Ordinal);
        Assert.Contains("--stream", Refused(2, "run", model, "--input", input, "--step-frames", "2"), StringComparison.Ordinal);
        Assert.Contains("--state h", Refused(2, "run", model, "--input", input, "--stream", "--state", "h"), StringComparison.Ordinal);
        Assert.Contains("one --input", Refused(2, "run", model, "--stream"), StringComparison.Ordinal);
        Assert.Contains("--train", Refused(2, "bench", "--train", "gru", "--stream"), StringComparison.Ordinal);
    }

    private static (string Model, string Input) Write(TemporaryFolder folder, Model model, Shape shape)
    {
        Tensor input = new(ElementType.Float32, shape);
        new CounterRandom(3, 1).FillUniform(input.As<float>(), -1, 1);
        model.Save(folder.At("model.onnx"));
        NpyTensor.Write(folder.At("x.npy"), input);
        return (folder.At("model.onnx"), folder.At("x.npy"));
    }
}
