using EdgeRuntime.Data;
using Tests.Support;
using Xunit;
using static Tests.Support.EdgeCommand;

namespace Tests.Cli;

/// <summary>Bad usage is told in the words of the command line: which option, what came, what it takes.</summary>
public class UsageErrorsTests
{
    [Theory]
    [InlineData("--threads: 'x' is not a whole number.", "bench", "m.onnx", "--threads", "x")]
    [InlineData("--runs: '99999999999' is not a whole number up to 2147483647.", "bench", "m.onnx", "--runs", "99999999999")]
    [InlineData("--lr: 'x' is not a number.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--lr", "x")]
    [InlineData("--isa: 'foo' is not known: use scalar, avx2, avx512 or neon.", "info", "m.onnx", "--isa", "foo")]
    [InlineData("--optimizer: 'lion' is not known: use sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, adamw or nadam.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--optimizer", "lion")]
    [InlineData("--threads: its value is missing.", "bench", "m.onnx", "--threads")]
    [InlineData("there is no option '--foo'.", "info", "m.onnx", "--foo")]
    [InlineData("'n.onnx' is one argument too many.", "info", "m.onnx", "n.onnx")]
    [InlineData("FILE is missing.", "classify", "m.onnx")]
    [InlineData("ARCH is missing.", "train", "--data", "digits", "--out", "x.onnx")]
    [InlineData("ARCH: there is no network 'perceptron'", "train", "perceptron", "--data", "digits", "--out", "x.onnx")]
    [InlineData("--data: Data 'numbers'", "train", "lenet", "--data", "numbers", "--out", "x.onnx")]
    [InlineData("--schedule: Schedule 'linear': 'linear' is not known: use cosine,", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--schedule", "linear")]
    [InlineData("--schedule: Schedule 'step:0,0.1': a rate stays for 1 epoch or more.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--schedule", "step:0")]
    [InlineData("--epochs takes 1 or more.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--epochs", "0")]
    [InlineData("--early-stopping takes 1 or more.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--early-stopping", "0")]
    [InlineData("--restart needs --checkpoint DIR.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--restart")]
    [InlineData("--checkpoint-every needs --checkpoint DIR.", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--checkpoint-every", "5")]
    [InlineData("--checkpoint-every: 'often' is neither a number of steps (200) nor of seconds (10s).", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--checkpoint", "d", "--checkpoint-every", "often")]
    [InlineData("--checkpoint-every: '0s' is neither", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--checkpoint", "d", "--checkpoint-every", "0s")]
    [InlineData("--checkpoint-every: '-5' is neither", "train", "lenet", "--data", "digits", "--out", "x.onnx", "--checkpoint", "d", "--checkpoint-every=-5")]
    public void TheMessageNamesWhatIsWrong(string expected, params string[] args)
    {
        string log = Refused(2, args);
        Assert.Contains(expected, log);
        Assert.DoesNotContain("System.", log);
        Assert.DoesNotContain("\t", log);
    }

    [Fact]
    public void RunTellsTheInputsAndShapesThatTheModelTakes()
    {
        using TemporaryFolder folder = new();
        string model = WriteModel(folder), array = folder.At("x.npy");
        NpyArray.Of(new float[12], [12]).Write(array);
        Assert.Contains("The model has no input 'zz': it has 'image'.", Refused(2, "run", model, "--input", $"zz={array}"));
        Assert.Contains("shape is [12], the model's input 'image' takes [1, 3, 12, 12]", Refused(1, "run", model, "--input", array));
    }

    [Fact]
    public void BenchGoesOnBehindAModelThatFails()
    {
        using TemporaryFolder folder = new();
        (int status, string output, string log) = Run("bench", folder.At("missing.onnx"), WriteModel(folder), "--runs", "3", "--warmup", "1");
        Assert.Equal(1, status);
        Assert.Contains("missing.onnx", log);
        Assert.Contains("model.onnx", output);
    }
}
