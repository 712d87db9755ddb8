using System.IO;
using System.Text.Json;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;
using Tests.Import;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

public class RunAndClassifyTests
{
    [Fact]
    public void RunWritesEachOutputAndItsChecksum()
    {
        using TemporaryFolder folder = new();
        string model = WriteModel(folder), input = folder.At("x.npy"), outputs = folder.At("results/y.npy");
        NpyArray.Of(new float[3 * 12 * 12], [1, 3, 12, 12]).Write(input);
        JsonElement json = Json("run", model, "--input", $"image={input}", "--output", Path.GetDirectoryName(outputs)!, "--json");
        NpyArray written = NpyArray.Read(folder.At("results/probabilities.npy"));
        Assert.Equal([1, 10], written.Shape);
        Assert.Equal(Crc32.Of(written.Bytes), json.GetProperty("outputs")[0].GetProperty("crc32").GetUInt32());
        Assert.True(json.GetProperty("arena_bytes").GetInt64() > 0);
    }

    [Fact]
    public void RunNamesTheInputThatIsMissing()
    {
        using TemporaryFolder folder = new();
        (int status, _, string log) = Run("run", WriteModel(folder));
        Assert.Equal(2, status);
        Assert.Contains("'image'", log);
    }

    [Fact]
    public void RunRefusesAnInputOfAnotherShape()
    {
        using TemporaryFolder folder = new();
        string input = folder.At("x.npy");
        NpyArray.Of(new float[12], [12]).Write(input);
        (int status, _, string log) = Run("run", WriteModel(folder), "--input", input);
        Assert.Equal(1, status);
        Assert.Contains("[12]", log);
    }

    [Fact]
    public void ClassifyScalesNamesAndSorts()
    {
        using TemporaryFolder folder = new();
        Image picture = new(20, 30, 1);
        picture.Pixels.Fill(200);
        string file = folder.At("picture.png"), labels = folder.At("labels.txt");
        Png.Write(file, picture);
        File.WriteAllText(labels, string.Join('\n', "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
        JsonElement result = Json("classify", WriteModel(folder), file, "--labels", labels, "--top", "10", "--scale", "1", "--json").GetProperty("results")[0];
        Assert.Equal(file, result.GetProperty("file").GetString());
        double sum = 0, before = 1;
        foreach (JsonElement top in result.GetProperty("top").EnumerateArray())
        {
            double probability = top.GetProperty("probability").GetDouble();
            Assert.True(probability <= before);
            Assert.Equal("abcdefghij"[top.GetProperty("index").GetInt32()].ToString(), top.GetProperty("label").GetString());
            (before, sum) = (probability, sum + probability);
        }

        Assert.Equal(1, sum, 1e-5);
    }

    [Theory]
    [InlineData("auto", 200, 55)]
    [InlineData("auto", 20, 20)]
    [InlineData("yes", 20, 235)]
    [InlineData("no", 200, 200)]
    public void InkOnPaperIsInvertedWhereItsBorderIsBright(string invert, byte pixel, float expected)
    {
        Image picture = new(4, 4, 1);
        picture.Pixels.Fill(pixel);
        float[] target = new float[16];
        PictureInput.Fill(target, picture, new DataOptions { White = 255, Width = 4, Height = 4, Channels = 1 }, invert);
        Assert.Equal(expected, target[5]);
    }

    [Fact]
    public void EvalWritesAPage()
    {
        using TemporaryFolder folder = new();
        string model = folder.At("lenet.onnx"), page = folder.At("report.html");
        Assert.Equal(0, Run("train", "lenet", "--data", "digits", "--limit", "32", "--epochs", "1", "--out", model).Status);
        Assert.Equal(0, Run("eval", model, "--data", "digits", "--limit", "20", "--html", page).Status);
        string html = File.ReadAllText(page);
        Assert.StartsWith("<!doctype html>", html);
        Assert.Contains("<dt>samples</dt><dd>20</dd>", html);
    }

    [Fact]
    public void ConformanceReadsAFolderAndJudgesEachCase()
    {
        using TemporaryFolder folder = new();
        OperatorInput input = OperatorInput.Of(Tensor.Of<float>(new Shape(3), [-1, 0, 2]));
        WriteCase(folder, "right", input, [0, 0, 2]);
        WriteCase(folder, "wrong", input, [0, 0, 3]);
        (int status, string output, _) = Run("conformance", folder.Path, "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1, status);
        Assert.Equal((1, 1, 0), (json.GetProperty("passed").GetInt32(), json.GetProperty("failed").GetInt32(), json.GetProperty("unsupported").GetInt32()));
        Assert.Contains("element 2: 2, expected 3", json.GetProperty("cases")[1].GetProperty("reason").GetString());
    }

    [Fact]
    public void AModelWithoutDataBesideItIsNoCase()
    {
        using TemporaryFolder folder = new();
        OperatorInput input = OperatorInput.Of(Tensor.Of<float>(new Shape(3), [-1, 0, 2]));
        WriteCase(folder, "right", input, [0, 0, 2]);
        File.Copy(folder.At("right/model.onnx"), folder.At("bare/model.onnx"));
        Assert.Equal(1, Json("conformance", folder.Path, "--json").GetProperty("cases").GetArrayLength());
    }

    [Theory]
    [InlineData("--std", "0")]
    [InlineData("--mean", "nan")]
    [InlineData("--scale", "nan")]
    public void ScalingThatGivesNoNumbersIsBadUsage(string option, string value)
    {
        using TemporaryFolder folder = new();
        string picture = folder.At("picture.png");
        Png.Write(picture, new Image(4, 4, 1));
        foreach (string[] args in (string[][])[["classify", WriteModel(folder), picture, option, value], ["eval", WriteModel(folder), "--data", "digits", option, value]])
        {
            (int status, _, string log) = Run(args);
            Assert.Equal(2, status);
            Assert.Contains(option, log);
        }
    }

    [Fact]
    public void AnOutputThatIsNoNumberIsAnError()
    {
        using TemporaryFolder folder = new();
        ModelProto model = SmallModels.Convolutional();
        TensorProto bias = model.Graph.Initializer[^1];
        Tensor broken = EdgeRuntime.Import.TensorReader.Read(bias, null);
        broken.As<float>().Fill(float.NaN);
        model.Graph.Initializer[^1] = EdgeRuntime.Import.TensorReader.Write(bias.Name, broken);
        File.WriteAllBytes(folder.At("model.onnx"), model.ToByteArray());
        Png.Write(folder.At("picture.png"), new Image(4, 4, 1));
        (int status, _, string log) = Run("classify", folder.At("model.onnx"), folder.At("picture.png"));
        Assert.Equal(1, status);
        Assert.Contains("not a number", log);
    }

    private static void WriteCase(TemporaryFolder folder, string name, OperatorInput input, float[] expected)
    {
        ModelProto model = OnnxNodes.Model("Relu", 13, 1, [], [input], [input.Make(1)]);
        File.WriteAllBytes(folder.At($"{name}/model.onnx"), model.ToByteArray());
        WriteTensor(folder.At($"{name}/test_data_set_0/input_0.pb"), input.Make(1));
        WriteTensor(folder.At($"{name}/test_data_set_0/output_0.pb"), Tensor.Of<float>(new Shape(expected.Length), expected));
    }

    private static void WriteTensor(string path, Tensor tensor) =>
        File.WriteAllBytes(path, EdgeRuntime.Import.TensorReader.Write("t", tensor).ToByteArray());
}
