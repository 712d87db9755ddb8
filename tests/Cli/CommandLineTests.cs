using System;
using System.IO;
using System.Text.Json;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;
using Tests.Import;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

/// <summary>The contract of the command line: exit status, one JSON object, one line an error.</summary>
public class CommandLineTests
{
    public static TheoryData<string> Verbs => ["info", "run", "classify", "eval", "train", "finetune", "teach", "bench", "conformance", "doctor"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void HelpOfEveryVerbEndsWithExamples(string verb)
    {
        (int status, string output, string log) = Run(verb, "--help");
        Assert.Equal(0, status);
        Assert.Contains($"Examples:{Environment.NewLine}  edge {verb}", output);
        Assert.Equal("", log);
    }

    [Theory]
    [InlineData]
    [InlineData("finetune")]
    [InlineData("quantize", "x.onnx")]
    [InlineData("info")]
    [InlineData("info", "model.onnx", "--isa", "sse")]
    [InlineData("info", "model.onnx", "--threads", "0")]
    [InlineData("bench", "--seconds", "1")]
    [InlineData("bench", "x.onnx", "--seconds", "-1")]
    [InlineData("bench", "x.onnx", "--warmup", "-1")]
    [InlineData("info", "x.onnx", "--batch", "0")]
    [InlineData("train", "perceptron", "--data", "digits", "--out", "x.onnx")]
    [InlineData("train", "lenet", "--data", "numbers", "--out", "x.onnx")]
    [InlineData("train", "lenet", "--data", "digits#odd", "--out", "x.onnx")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--lr", "nan")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--lr", "-1")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--momentum", "2")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--optimizer", "adam", "--momentum", "0.5")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--optimizer", "nesterov", "--momentum", "0")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--weight-decay", "-1")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--l1", "nan")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--clip-norm", "0")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--clip-value", "-2")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--max-norm", "inf")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--accumulate", "0")]
    [InlineData("train", "lenet", "--data", "digits")]
    [InlineData("train", "lenet", "--data", "digits", "--out", "x.onnx", "--memory", "much")]
    public void BadUsageIsStatusTwoAndOneLine(params string[] args)
    {
        (int status, string output, string log) = Run(args);
        Assert.Equal(2, status);
        Assert.Equal("", output);
        Assert.Single(log.Trim().Split('\n'));
        Assert.Contains("--help'", log);
    }

    [Theory]
    [InlineData("info", "missing.onnx")]
    [InlineData("eval", "missing.onnx", "--data", "digits")]
    [InlineData("conformance", "missing.zip", "--json")]
    [InlineData("train", "lenet", "--data", "mnist:nowhere", "--out", "x.onnx", "--json")]
    public void FailedWorkIsStatusOneAndOneLine(params string[] args)
    {
        (int status, string output, string log) = Run(args);
        Assert.Equal(1, status);
        Assert.Equal("", output);
        Assert.Single(log.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", log);
    }

    [Fact]
    public void DebugShowsWhereAnErrorCameFrom()
    {
        (int status, _, string log) = Run("info", "missing.onnx", "--debug");
        Assert.Equal(1, status);
        Assert.Contains("   at ", log);
    }

    [Fact]
    public void InfoTellsShapesOperatorsAndMemory()
    {
        using TemporaryFolder folder = new();
        JsonElement json = Json("info", WriteModel(folder), "--json");
        Assert.Equal("image", json.GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal(2, json.GetProperty("operators").GetProperty("Conv").GetInt32());
        Assert.Equal((8 * 3 * 9) + 8 + (8 * 9) + 80, json.GetProperty("parameters").GetInt64());
        Assert.Equal((144 * 8 * 27) + (144 * 8 * 9) + 80, json.GetProperty("macs").GetInt64());
        Assert.True(json.GetProperty("arena_bytes").GetInt64() >= json.GetProperty("arena_lower_bound_bytes").GetInt64());
        Assert.Equal(0, json.GetProperty("unsupported").GetArrayLength());
    }

    [Fact]
    public void InfoDrawsThePlanAsTextAndAsAPicture()
    {
        using TemporaryFolder folder = new();
        string model = WriteModel(folder), picture = folder.At("plan.svg");
        (int status, string output, _) = Run("info", "--plan", model);
        Assert.Equal(0, status);
        Assert.Contains("no plan can need less", output);
        Assert.Equal(0, Run("info", model, "--plan", picture).Status);
        Assert.StartsWith("<svg", File.ReadAllText(picture));
    }

    [Fact]
    public void TrainedModelsCarryTheirScalingAndEvaluateTheSame()
    {
        using TemporaryFolder folder = new();
        string model = folder.At("lenet.onnx");
        string[] train = ["train", "lenet", "--data", "digits", "--limit", "64", "--epochs", "1", "--batch", "16", "--out", model, "--json"];
        JsonElement first = Json(train), second = Json([.. train, "--threads", "2"]);
        Assert.Equal(first.GetProperty("weights_crc32").GetUInt32(), second.GetProperty("weights_crc32").GetUInt32());
        JsonElement eval = Json("eval", model, "--data", "digits", "--limit", "64", "--json");
        Assert.Equal(first.GetProperty("epochs")[0].GetProperty("val_accuracy").GetDouble(), eval.GetProperty("accuracy").GetDouble());
        Assert.Equal(first.GetProperty("epochs")[0].GetProperty("val_loss").GetDouble(), eval.GetProperty("loss").GetDouble(), 1e-6);
        Assert.Equal(eval.GetProperty("loss").GetDouble(), eval.GetProperty("log_loss").GetDouble());
        Assert.InRange(eval.GetProperty("top5_accuracy").GetDouble(), eval.GetProperty("accuracy").GetDouble(), 1);
        foreach (string share in (string[])["auc", "macro_f1", "weighted_f1", "weighted_auc", "ece"])
            Assert.InRange(eval.GetProperty(share).GetDouble(), 0, 1);
        Assert.Equal(64, eval.GetProperty("count").GetInt32());
        Assert.Equal(10, eval.GetProperty("per_class").GetArrayLength());
    }

    [Fact]
    public void AnUnsupportedModelHasAllFieldsAndItsMessageGroupsItsNodes()
    {
        using TemporaryFolder folder = new();
        ModelProto model = SmallModels.Convolutional();
        foreach (NodeProto node in model.Graph.Node)
            node.OpType = node.OpType == "Conv" ? "Nonsense" : node.OpType;
        string path = folder.At("model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        JsonElement json = Json("info", path, "--json");
        foreach (string member in (string[])["macs", "arena_bytes", "arena_lower_bound_bytes", "weight_bytes"])
            Assert.Equal(JsonValueKind.Null, json.GetProperty(member).ValueKind);
        Assert.Equal(2, json.GetProperty("unsupported").GetArrayLength());
        (int status, _, string log) = Run("bench", path);
        Assert.Equal(1, status);
        Assert.Contains("Nonsense x2: ", log);
        Assert.Contains("'edge info MODEL' lists every node", log);
        Assert.Contains(path, log);
    }

    [Fact]
    public void ATrainingThatDivergesIsWarnedOf()
    {
        using TemporaryFolder folder = new();
        string[] train = ["train", "lenet", "--data", "digits", "--limit", "64", "--schedule", "constant", "--epochs", "2", "--out", folder.At("a.onnx")];
        (int status, string output, string log) = Run([.. train, "--batch", "64", "--lr", "2"]);
        Assert.Equal(0, status);
        Assert.Contains("Warning: the loss rose", log);
        Assert.StartsWith("saved as", output);
        Assert.DoesNotContain("Warning", Run([.. train, "--lr", "0.01"]).Log);
    }

    [Fact]
    public void ATrainingThatExplodesStopsWithAdviceAndKeepsTheBestWeights()
    {
        using TemporaryFolder folder = new();
        string model = folder.At("a.onnx");
        string[] train = ["train", "lenet", "--data", "digits", "--limit", "64", "--schedule", "constant", "--epochs", "3", "--out", model];
        (int status, _, string log) = Run([.. train, "--lr", "100"]);
        Assert.Equal(1, status);
        Assert.Contains("The loss became ", log);
        Assert.Contains("Largest gradient norms: conv", log);
        Assert.Contains("Use a smaller learning rate", log);
        Assert.EndsWith("Nothing is saved.", log.Trim());
        Assert.False(File.Exists(model));
        (status, _, log) = Run([.. train, "--lr", "3"]);
        Assert.Equal(1, status);
        Assert.EndsWith($"The weights of epoch 1, the best, are saved as {model}.", log.Trim());
        Assert.Equal(0, Run("info", model).Status);
    }

    [Fact]
    public void BenchMeasuresAndAllocatesNothing()
    {
        using TemporaryFolder folder = new();
        JsonElement model = Json("bench", WriteModel(folder), "--seconds", "0.05", "--profile", "--json").GetProperty("models")[0];
        Assert.True(model.GetProperty("median_us").GetDouble() > 0);
        Assert.True(model.GetProperty("p10_us").GetDouble() <= model.GetProperty("p99_us").GetDouble());
        Assert.True(model.GetProperty("steps").GetArrayLength() > 3);
    }
}
