using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

/// <summary>Options that prepare data, from the file to a trained model and back.</summary>
public class PreparedTrainingTests
{
    private const string Dense = """{ "input": [INPUTS], "layers": [{ "type": "dense", "units": 8, "activation": "tanh" }, { "type": "dense", "units": 2 }] }""";

    [Fact]
    public void ATableWithTextGapsAndUnevenClassesIsLearntAndItsModelReadsOtherTables()
    {
        using TemporaryFolder folder = new();
        string network = Network(folder, 4), table = folder.At("t.csv"), model = folder.At("t.onnx");
        File.WriteAllText(table, Table("kind,id,\"size, mm\",colour", i => $"{(i % 5 == 0 ? "b" : "a")},{i},{(i % 7 == 3 ? "" : Number(1000 + (i % 5 == 0 ? 8 : 0) + Noise(i)))},{Colour(i)}"));
        JsonElement trained = Json("train", network, "--data", $"csv:{table}", "--class-column", "kind", "--ignore", "id", "--text", "onehot", "--missing", "median", "--normalize", "standard", "--balance", "over", "--epochs", "12", "--batch", "8", "--lr", "0.1", "--out", model, "--json");
        Assert.InRange(trained.GetProperty("epochs")[11].GetProperty("val_accuracy").GetDouble(), 0.9, 1);
        string other = folder.At("other.csv");
        File.WriteAllText(other, Table("colour,\"size, mm\",note,kind", i => $"{Colour(i)},{Number(1008 + Noise(i))},x,b"));
        JsonElement measured = Json("eval", model, "--data", $"csv:{other}", "--json");
        Assert.InRange(measured.GetProperty("accuracy").GetDouble(), 0.9, 1); // one class alone: it must not become class 0
    }

    [Fact]
    public void EvalRefusesGapsThatTheModelDoesNotFillOrDropsThem()
    {
        using TemporaryFolder folder = new();
        string table = folder.At("t.csv"), model = folder.At("t.onnx");
        File.WriteAllText(table, Table("x,z,k", i => $"{Number(Noise(i))},{i % 3},{(i % 2 == 0 ? "p" : "q")}"));
        Json("train", Network(folder, 2), "--data", $"csv:{table}", "--epochs", "1", "--out", model, "--json");
        File.WriteAllText(table, Table("x,z,k", i => $"{(i % 4 == 1 ? "NA" : Number(Noise(i)))},{i % 3},{(i % 2 == 0 ? "p" : "q")}"));
        Assert.Contains("line 3, column 1 ('x'): the value 'NA' is missing", Run("eval", model, "--data", $"csv:{table}").Log, StringComparison.Ordinal);
        Assert.Equal(150, Json("eval", model, "--data", $"csv:{table}", "--missing", "drop", "--json").GetProperty("count").GetInt32());
    }

    [Fact]
    public void RunPreparesRawSamplesWhenAsked()
    {
        using TemporaryFolder folder = new();
        string table = folder.At("t.csv"), model = folder.At("t.onnx");
        File.WriteAllText(table, Table("x,z,k", i => $"{Number(500 + Noise(i))},{Number(Noise(i + 1000))},{(i % 2 == 0 ? "p" : "q")}"));
        Json("train", Network(folder, 2), "--data", $"csv:{table}", "--normalize", "minmax", "--epochs", "1", "--out", model, "--json");
        float[] raw = [501, 0.5f], prepared = [.. raw];
        InputNotes.Scaling(Model.Load(model).Metadata)!.Preparation!.Apply(prepared);
        NpyArray.Of(raw, [1, 2]).Write(folder.At("raw.npy"));
        NpyArray.Of(prepared, [1, 2]).Write(folder.At("prepared.npy"));
        uint Checksum(string file, params string[] options) => Json(["run", model, "--input", folder.At(file), "--json", .. options]).GetProperty("outputs")[0].GetProperty("crc32").GetUInt32();
        Assert.Equal(Checksum("prepared.npy"), Checksum("raw.npy", "--prepare"));
        Assert.NotEqual(Checksum("raw.npy"), Checksum("raw.npy", "--prepare"));
        NpyArray.Of(new float[3], [1, 3]).Write(folder.At("other.npy"));
        Assert.Equal(1, Run("run", model, "--input", folder.At("other.npy"), "--prepare").Status);
    }

    [Fact]
    public void FinetuningKeepsTheModelsPreparationAndItsClassesInTheirOrder()
    {
        using TemporaryFolder folder = new();
        string table = folder.At("t.csv"), model = folder.At("t.onnx"), tuned = folder.At("tuned.onnx");
        File.WriteAllText(table, Table("x,z,k", i => $"{Number(500 + Noise(i))},{Number(Noise(i + 1000))},{(Noise(i) > 0 ? "p" : "q")}"));
        Json("train", Network(folder, 2), "--data", $"csv:{table}", "--normalize", "standard", "--epochs", "10", "--lr", "0.1", "--out", model, "--json");
        File.WriteAllText(table, Table("k,z,x", i => $"{(Noise(i) > 0 ? "p" : "q")},{Number(Noise(i + 1000))},{Number(500 + Noise(i))}"));
        Json("finetune", model, "--data", $"csv:{table}", "--epochs", "1", "--lr", "1e-6", "--out", tuned, "--json");
        Assert.Equal(Model.Load(model).Metadata["edge.prepare"], Model.Load(tuned).Metadata["edge.prepare"]);
        Assert.InRange(Json("eval", tuned, "--data", $"csv:{table}", "--json").GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.Contains("--normalize: the model's notes", Run("finetune", model, "--data", $"csv:{table}", "--normalize", "minmax", "--out", tuned).Log, StringComparison.Ordinal);
        File.WriteAllText(table, Table("k,z,x", i => $"{(Noise(i) > 0 ? "q" : "r")},0,500"));
        Assert.Contains("'r' is none of the model's: p, q. To train on other classes give the model a new head (--classes 2)", Run("finetune", model, "--data", $"csv:{table}", "--out", tuned).Log, StringComparison.Ordinal);
        Json("finetune", model, "--data", $"csv:{table}", "--classes", "2", "--epochs", "1", "--out", tuned, "--json");
        Assert.Equal("q\nr", Model.Load(tuned).Metadata["edge.classes"]);
    }

    [Fact]
    public void TargetsOfATableAreLearnt()
    {
        using TemporaryFolder folder = new();
        string network = Network(folder, 2), table = folder.At("t.csv"), model = folder.At("t.onnx");
        File.WriteAllText(table, Table("y,x,z,v", i => $"{Number(Noise(i))},{Number(Noise(i))},{Number(Noise(i + 1000))},{Number(-Noise(i + 1000))}"));
        JsonElement trained = Json("train", network, "--data", $"csv:{table}", "--targets", "y,v", "--epochs", "30", "--batch", "8", "--lr", "0.1", "--out", model, "--json");
        Assert.InRange(trained.GetProperty("epochs")[29].GetProperty("val_loss").GetDouble(), 0, 0.02);
    }

    [Fact]
    public void FoldsAreTrainedOneByOneAndBalanceAndAugmentationChangeTheWeights()
    {
        using TemporaryFolder folder = new();
        string network = Network(folder, 2), table = folder.At("t.csv");
        File.WriteAllText(table, Table("x,z,k", i => $"{Number(Noise(i))},{Number(Noise(i + 1000))},{(i % 4 == 0 ? "p" : "q")}"));
        uint Weights(params string[] options) => Json(["train", network, "--data", $"csv:{table}", "--epochs", "1", "--batch", "8", "--out", folder.At("t.onnx"), "--json", .. options]).GetProperty("weights_crc32").GetUInt32();
        uint plain = Weights(), first = Weights("--fold", "1/3");
        Assert.Equal(first, Weights("--fold", "1/3"));
        Assert.NotEqual(first, Weights("--fold", "2/3"));
        Assert.NotEqual(plain, Weights("--balance", "under"));
        Assert.NotEqual(plain, Weights("--val-share", "0.3"));
        uint augmented = Weights("--augment", "noise=0.1");
        Assert.NotEqual(plain, augmented);
        Assert.Equal(augmented, Weights("--augment", "noise=0.1", "--isa", "scalar", "--threads", "2"));
    }

    [Fact]
    public void ClassifyScalesPicturesAsTheTrainingDid()
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 40; i++)
        {
            Image picture = new(4, 4, 1);
            picture.Pixels.Fill((byte)(i % 2 == 0 ? 100 + (i / 4) : 104 + (i / 4)));
            picture.Pixels[3] = (byte)(i % 2 == 0 ? 0 : 255);
            Png.Write(folder.At($"data/{(i % 2 == 0 ? "dark" : "light")}/{i}.png"), picture);
        }

        File.WriteAllText(folder.At("n.json"), """{ "input": [1, 4, 4], "layers": [{ "type": "flatten" }, { "type": "dense", "units": 2 }] }""");
        string model = folder.At("m.onnx");
        Json("train", folder.At("n.json"), "--data", $"images:{folder.Path}/data", "--normalize", "standard", "--epochs", "20", "--batch", "4", "--out", model, "--json");
        JsonElement results = Json("classify", model, folder.At("data/dark/0.png"), folder.At("data/light/1.png"), "--json").GetProperty("results");
        Assert.Equal("dark", results[0].GetProperty("top")[0].GetProperty("label").GetString());
        Assert.Equal("light", results[1].GetProperty("top")[0].GetProperty("label").GetString());
        Model loaded = Model.Load(model);
        float[] sample = new float[16];
        DataOptions notes = InputNotes.Scaling(loaded.Metadata)!;
        Dataset.Open($"images:{folder.Path}/data", options: notes with { Preparation = null }).CopySample(0, sample);
        notes.Preparation!.Apply(sample);
        using Session session = new(loaded);
        sample.CopyTo(session.Input<float>());
        session.Run();
        float[] probabilities = [.. session.Output<float>()];
        EdgeRuntime.Data.Metrics.ClassMetrics.Softmax(session.Output<float>(), probabilities);
        Assert.Equal(probabilities[0], results[0].GetProperty("top")[0].GetProperty("probability").GetSingle(), 1e-6f);
    }

    [Theory]
    [InlineData("--fold 0/3", "'0/3' is not I/K")]
    [InlineData("--fold 4/3", "'4/3' is not I/K")]
    [InlineData("--fold 1/3 --val-share 0.2", "leave --val-share")]
    [InlineData("--val-share 1", "--val-share takes a number")]
    [InlineData("--targets a,,b", "holds an empty name")]
    [InlineData("--targets a --class-column b", "not both")]
    [InlineData("--missing zero", "'zero' is not known")]
    [InlineData("--augment rotate=400", "up to 180")]
    public void BadOptionsAreBadUsage(string options, string expected)
    {
        (int status, _, string log) = Run(["train", "lenet", "--data", "digits", "--out", "x.onnx", .. options.Split(' ')]);
        Assert.Equal(2, status);
        Assert.Contains(expected, log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,x\n1,2\n", "line 3: 2 columns, expected 3")]
    [InlineData("a,b,c\n1,inf,x\n", "line 2, column 2 ('b'): 'inf' is not a finite number")]
    [InlineData("a,b,c\n1,,x\n", "is missing")]
    public void BadTablesAreRefusedBeforeTheFirstStepAndNothingIsSaved(string table, string expected)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("t.csv"), table);
        (int status, string output, string log) = Run("train", Network(folder, 2), "--data", $"csv:{folder.Path}/t.csv", "--out", folder.At("t.onnx"), "--json");
        Assert.Equal((1, ""), (status, output));
        Assert.Contains(expected, log, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("t.onnx")));
    }

    [Fact]
    public void FewerSamplesThanABatchMakeASmallerBatchWithANote()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("t.csv"), Table("a,b,c", i => $"{i},{i % 7},{(i % 2 == 0 ? "x" : "y")}"));
        string[] train = ["train", Network(folder, 2), "--data", $"csv:{folder.Path}/t.csv", "--normalize", "standard", "--limit", "5", "--epochs", "2"];
        (int status, string output, string log) = Run([.. train, "--out", folder.At("t.onnx")]);
        Assert.Equal(0, status);
        Assert.Contains(" has 5 samples: a batch of 5 instead of 32.", log, StringComparison.Ordinal);
        Assert.DoesNotContain("instead of", Run([.. train, "--batch", "5", "--out", folder.At("u.onnx")]).Log, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder.At("t.onnx")), File.ReadAllBytes(folder.At("u.onnx")));
    }

    private static string Network(TemporaryFolder folder, int inputs)
    {
        File.WriteAllText(folder.At("network.json"), Dense.Replace("INPUTS", inputs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return folder.At("network.json");
    }

    private static string Table(string heading, Func<int, string> row)
    {
        StringBuilder text = new(heading + "\n");
        for (int i = 0; i < 200; i++)
            text.Append(row(i)).Append('\n');
        return text.ToString();
    }

    private static float Noise(int i) => new CounterRandom(3, 1).Normal((ulong)i);

    private static string Colour(int i) => i % 3 == 0 ? "red" : i % 3 == 1 ? "\"deep \"\"blue\"\"\"" : "green";

    private static string Number(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static JsonElement Json(params string[] args)
    {
        (int status, string output, string log) = Run(args);
        Assert.True(status == 0, log);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (int Status, string Output, string Log) Run(params string[] args)
    {
        StringWriter output = new(), log = new();
        return (CommandLine.Run(args, output, log), output.ToString(), log.ToString());
    }
}
