using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

/// <summary>Numbers of any size are learnt, measured in their own unit, and learnt on.</summary>
public class RegressionTests
{
    private static string[] Houses =>
        ["--data", $"csv:{Sources.PathOf("docs/houses.csv")}", "--targets", "price_eur", "--ignore", "id", "--text", "onehot", "--missing", "median", "--normalize", "standard"];

    private static string Network => Sources.PathOf("docs/houses.json");

    [Fact]
    public void TheHousesOfTheReadmeAreLearntByItsCommand()
    {
        using TemporaryFolder folder = new();
        JsonElement trained = Json(ReadmeCommand("    edge train docs/houses.json", folder));
        Assert.InRange(trained.GetProperty("validation").GetProperty("r2").GetDouble(), 0.95, 1);
        JsonElement measured = Json(ReadmeCommand("    edge eval houses.onnx", folder));
        Assert.InRange(measured.GetProperty("r2").GetDouble(), 0.95, 1);
        Assert.InRange(measured.GetProperty("mae").GetDouble(), 5_000, 20_000); // euros
    }

    [Fact]
    public void TargetsAsTheyAreMakeTheTrainingDivergeAndTheMessageSaysWhatToDo()
    {
        using TemporaryFolder folder = new();
        string log = Refused(1, ["train", Network, .. Houses, "--target-scaling", "none", "--out", folder.At("h.onnx")]);
        Assert.Contains("leave --target-scaling none away", log, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("h.onnx")));
    }

    [Fact]
    public void AnInterruptedRunEndsWithTheSameWeights()
    {
        using TemporaryFolder folder = new();
        uint Weights(string epochs, params string[] more) => Json(["train", Network, .. Houses, "--schedule", "constant", "--epochs", epochs, "--out", folder.At("h.onnx"), "--json", .. more]).GetProperty("weights_crc32").GetUInt32();
        uint whole = Weights("6");
        Weights("3", "--checkpoint", folder.At("c"));
        Assert.Equal(whole, Weights("6", "--checkpoint", folder.At("c"), "--isa", "scalar", "--threads", "2"));
        Assert.Contains("target scaling was (target - ", Refused(1, ["train", Network, .. Houses, "--schedule", "constant", "--epochs", "7", "--lr", "1e-9", "--target-scaling", "none", "--out", folder.At("h.onnx"), "--checkpoint", folder.At("c")]), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelLearnsOnWithTheScalingThatItHas()
    {
        using TemporaryFolder folder = new();
        string model = folder.At("h.onnx"), tuned = folder.At("t.onnx");
        double before = Mae(Json(["train", Network, .. Houses, "--epochs", "20", "--out", model, "--json"]));
        Assert.Equal(before, Mae(Json(["finetune", model, .. Houses[..6], "--epochs", "1", "--lr", "1e-9", "--out", tuned, "--json"])), before * 1e-3);
        Assert.Equal(Model.Load(model).Initializer("edge_target_scale_constant").ToFloat32(), Model.Load(tuned).Initializer("edge_target_scale_constant").ToFloat32());
        Assert.Contains("learns on with the same scaling", Refused(2, ["finetune", model, .. Houses[..6], "--target-scaling", "none", "--out", tuned]), StringComparison.Ordinal);

        Model foreign = Model.Load(model); // as another tool would export it: no note of a scaling, units in the last layer
        float[] scale = foreign.Initializer("edge_target_scale_constant").ToFloat32(), shift = foreign.Initializer("edge_target_shift_constant").ToFloat32();
        EdgeRuntime.Training.FineTuning.RemoveTargetUnits(foreign);
        EdgeRuntime.Training.TargetUnits.Absorb(foreign, new([-shift[0] / scale[0]], [1 / scale[0]]));
        foreign.Save(folder.At("f.onnx"));
        Assert.Equal(before, Mae(Json(["finetune", folder.At("f.onnx"), .. Houses[..6], "--epochs", "1", "--lr", "1e-9", "--out", tuned, "--json"])), before * 1e-3);
    }

    [Fact]
    public void FoldsGiveMeanAndDeviationOfTheFiguresInUnits()
    {
        using TemporaryFolder folder = new();
        JsonElement all = Json(["train", Network, .. Houses, "--epochs", "20", "--folds", "3", "--out", folder.At("h.onnx"), "--json"]);
        List<double> errors = [];
        foreach (JsonElement fold in all.GetProperty("folds").EnumerateArray())
        {
            errors.Add(fold.GetProperty("mae").GetDouble());
            Assert.Equal(80, fold.GetProperty("validation").GetProperty("count").GetInt32());
            Assert.Equal(folder.At($"h-{errors.Count}.onnx"), fold.GetProperty("out").GetString());
            Assert.True(File.Exists(folder.At($"h-{errors.Count}.onnx")));
        }

        double mean = (errors[0] + errors[1] + errors[2]) / 3, squares = 0;
        errors.ForEach(error => squares += (error - mean) * (error - mean));
        Assert.Equal(mean, all.GetProperty("mae_mean").GetDouble(), 1e-6);
        Assert.Equal(Math.Sqrt(squares / 2), all.GetProperty("mae_std").GetDouble(), 1e-6);
        JsonElement second = Json(["train", Network, .. Houses, "--epochs", "20", "--fold", "2/3", "--out", folder.At("s.onnx"), "--json"]);
        Assert.Equal(second.GetProperty("weights_crc32").GetUInt32(), all.GetProperty("folds")[1].GetProperty("weights_crc32").GetUInt32());
    }

    [Theory]
    [InlineData("--loss cross-entropy", "has numbers to predict: use mse")]
    [InlineData("--folds 1", "--folds takes 2 to 1000")]
    [InlineData("--folds 3 --fold 1/3", "give one of them")]
    [InlineData("--folds 3 --val-share 0.1", "leave --val-share")]
    public void OptionsThatDoNotFitAreBadUsage(string options, string expected) =>
        Assert.Contains(expected, Refused(2, ["train", Network, .. Houses, "--out", Path.Combine(Path.GetTempPath(), "never.onnx"), .. options.Split(' ')]), StringComparison.Ordinal);

    [Theory]
    [InlineData("--loss mse", "--loss mse is for numbers; digits#train has classes: leave it away")]
    [InlineData("--target-scaling standard", "digits#train has classes")]
    public void NumbersAreNotLearntOfClasses(string options, string expected) =>
        Assert.Contains(expected, Refused(2, ["train", "lenet", "--data", "digits", "--limit", "64", "--out", Path.Combine(Path.GetTempPath(), "never.onnx"), .. options.Split(' ')]), StringComparison.Ordinal);

    private static double Mae(JsonElement trained) => trained.GetProperty("validation").GetProperty("mae").GetDouble();

    /// <summary>A command of the README with its files where they are, and what it writes in a folder.</summary>
    private static string[] ReadmeCommand(string start, TemporaryFolder folder)
    {
        string text = File.ReadAllText(Sources.PathOf("README.md")).Replace(" \\\n", " ", StringComparison.Ordinal);
        int from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"the README has no command '{start}'");
        string[] words = text[from..text.IndexOf('\n', from)].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = words[i].Replace("docs/", string.Create(CultureInfo.InvariantCulture, $"{Sources.PathOf("docs")}/"), StringComparison.Ordinal);
            words[i] = words[i] == "houses.onnx" ? folder.At("houses.onnx") : words[i];
        }

        return [.. words, "--json"];
    }
}
