using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Random;
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
        Assert.Equal(before, Mae(Json(["finetune", model, .. Houses[..6], "--epochs", "1", "--lr", "1e-20", "--target-scaling", "none", "--out", tuned, "--json"])), before * 1e-3);
        Assert.Null(EdgeRuntime.Training.FineTuning.RemoveTargetUnits(Model.Load(tuned)));

        Model foreign = Model.Load(model); // as another tool would export it: no note of a scaling, units in the last layer
        float[] scale = foreign.Initializer("edge_target_scale_constant").ToFloat32(), shift = foreign.Initializer("edge_target_shift_constant").ToFloat32();
        EdgeRuntime.Training.FineTuning.RemoveTargetUnits(foreign);
        EdgeRuntime.Training.TargetUnits.Absorb(foreign, new([-shift[0] / scale[0]], [1 / scale[0]]));
        foreign.Save(folder.At("f.onnx"));
        Assert.Equal(before, Mae(Json(["finetune", folder.At("f.onnx"), .. Houses[..6], "--epochs", "1", "--lr", "1e-9", "--out", tuned, "--json"])), before * 1e-3);
    }

    [Theory]
    [InlineData(1.9, 0, 2e9, 5e12)]
    [InlineData(2e9, 5e12, 1.9, 0)]
    [InlineData(1.9, 0, 3, 4)]
    public void AModelLearnsOnFromTargetsOfAnotherSize(double spread, double mean, double newSpread, double newMean)
    {
        using TemporaryFolder folder = new();
        string network = folder.At("n.json"), model = folder.At("a.onnx"), tuned = folder.At("b.onnx");
        File.WriteAllText(network, """{ "input": [6], "layers": [{ "type": "dense", "units": 16, "activation": "relu" }, { "type": "dense", "units": 1 }] }""");
        Json(["train", network, "--data", Numbers(folder.At("old"), spread, mean), "--epochs", "20", "--out", model, "--json"]);
        JsonElement measured = Json(["finetune", model, "--data", Numbers(folder.At("new"), newSpread, newMean), "--epochs", "10", "--out", tuned, "--json"]);
        Assert.InRange(measured.GetProperty("validation").GetProperty("r2").GetDouble(), 0.9, 1);
        Assert.Contains("give it a new head (--classes 2)", Refused(1, ["finetune", model, "--data", Numbers(folder.At("two"), 1, 0, targets: 2), "--out", tuned]), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfNumbersIsNotMeasuredOnClasses()
    {
        using TemporaryFolder folder = new();
        string network = folder.At("n.json"), model = folder.At("a.onnx");
        File.WriteAllText(network, """{ "input": [6], "layers": [{ "type": "dense", "units": 1 }] }""");
        Json(["train", network, "--data", Numbers(folder.At("old"), 1.9, 0), "--epochs", "1", "--out", model, "--json"]);
        File.WriteAllText(folder.At("c.csv"), string.Concat(System.Linq.Enumerable.Repeat("1,2,3,4,5,6,yes\n2,3,4,5,6,7,no\n", 20)));
        Assert.Contains("The model predicts numbers", Refused(1, ["eval", model, "--data", $"csv:{folder.At("c.csv")}"]), StringComparison.Ordinal);
        Assert.Contains("teach takes classifiers", Refused(1, ["teach", model, "--data", $"csv:{folder.At("c.csv")}", "--out", folder.At("t.onnx")]), StringComparison.Ordinal);
        Assert.Contains("--loss binary", Refused(1, ["train", network, "--data", $"csv:{folder.At("c.csv")}", "--out", folder.At("t.onnx")]), StringComparison.Ordinal);
    }

    /// <summary>A set of 200 samples whose targets depend on all six numbers of each.</summary>
    private static string Numbers(string folder, double spread, double mean, int targets = 1)
    {
        Directory.CreateDirectory(folder);
        CounterRandom random = new(7, 1);
        float[] samples = new float[1200], truth = new float[200 * targets];
        random.FillNormal(samples, 1f);
        for (int i = 0; i < truth.Length; i++)
        {
            ReadOnlySpan<float> row = samples.AsSpan(i / targets * 6, 6);
            truth[i] = (float)(mean + (spread * (row[0] + row[1] - row[2] + (0.5f * row[3]) - row[4] + row[5]) / 2.3));
        }

        NpyArray.Of(samples, [200, 6]).Write(Path.Combine(folder, "x.npy"));
        NpyArray.Of(truth, [200, targets]).Write(Path.Combine(folder, "y.npy"));
        return $"npy:{folder}";
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
    [InlineData("--targets price", "--targets belongs to tables")]
    [InlineData("--ignore id", "--ignore belongs to tables")]
    [InlineData("--class-column 1", "--class-column belongs to tables")]
    [InlineData("--text onehot", "--text belongs to tables")]
    [InlineData("--missing mean", "--missing belongs to numbers")]
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
