using System;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Architectures;

public class ArchitectureTests
{
    /// <summary>Parameters of the published networks, batch normalization folded; the autoencoder's are counted with it.</summary>
    [Theory]
    [InlineData("lenet", new[] { 1, 28, 28 }, 10, 27_562)]
    [InlineData("dscnn", new[] { 1, 49, 10 }, 12, 22_604)]
    [InlineData("mobilenet-0.25", new[] { 3, 96, 96 }, 2, 210_850)]
    [InlineData("resnet8", new[] { 3, 32, 32 }, 10, 77_706)]
    [InlineData("autoencoder", new[] { 640 }, 0, 269_992)]
    public void BuiltInNetworksHaveThePublishedParameters(string name, int[] input, int classes, int parameters)
    {
        int count = 0;
        foreach (TensorProto tensor in Architecture.Create(name, new Shape(input), classes, 1).Proto.Graph.Initializer)
        {
            bool folds = name != "autoencoder" && tensor.Name.StartsWith("norm", StringComparison.Ordinal) && !tensor.Name.EndsWith(".bias", StringComparison.Ordinal);
            count += folds ? 0 : TensorReader.Read(tensor, null).Shape.Count;
        }

        Assert.Equal(parameters, count);
    }

    [Theory]
    [InlineData("lenet", new[] { 1, 28, 28 })]
    [InlineData("dscnn", new[] { 1, 20, 10 })]
    [InlineData("mobilenet-0.25", new[] { 3, 32, 32 })]
    [InlineData("resnet8", new[] { 3, 16, 16 })]
    [InlineData("autoencoder", new[] { 24 })]
    public void EveryBuiltInNetworkLearnsABatchByHeart(string name, int[] input)
    {
        Model model = Architecture.Create(name, new Shape(input), 3, 2);
        Loss loss = name == "autoencoder" ? new MeanSquaredError() : new CrossEntropy();
        using Trainer trainer = new(model, new TrainerOptions { Batch = 6, Loss = loss, Optimizer = new Sgd { LearningRate = 0.05f } });
        float first = 0, last = 0;
        for (int step = 0; step < 20; step++)
        {
            new EdgeRuntime.Random.CounterRandom(3, 0).FillUniform(trainer.Samples, 0, 1);
            if (!loss.TakesLabels)
                new EdgeRuntime.Random.CounterRandom(3, 0).FillUniform(trainer.Targets, 0, 1);
            for (int i = 0; i < 6 && loss.TakesLabels; i++)
                trainer.Labels[i] = i % 3;
            last = trainer.Step();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.7f * first, $"The loss went from {first} to {last}.");
    }

    [Fact]
    public void TheSeedAloneDecidesTheFirstWeights()
    {
        byte[] one = Architecture.Create("lenet", new Shape(1, 28, 28), 10, 1).ToBytes();
        Assert.Equal(one, Architecture.Create("lenet", new Shape(1, 28, 28), 10, 1).ToBytes());
        Assert.NotEqual(one, Architecture.Create("lenet", new Shape(1, 28, 28), 10, 2).ToBytes());
    }

    [Fact]
    public void ADescriptionGivesTheLayersThatItNames()
    {
        Model model = Architecture.FromJson(
            """
            { "input": [2, 12, 10], "layers": [
              { "type": "conv", "filters": 4, "kernel": [3, 2], "stride": 2, "padding": "same", "activation": "relu" },
              { "type": "minpool", "size": 2, "stride": 1 },
              { "type": "depthwise", "bias": false, "initializer": "lecun-normal" }, { "type": "batchnorm" }, { "type": "hardswish" },
              { "type": "flatten" }, { "type": "dropout", "ratio": 0.25 }, { "type": "dense", "units": 5 } ] }
            """,
            1);
        using Session session = new(model, new SessionOptions { Batch = 3 });
        Assert.Equal(new Shape(3, 2, 12, 10), session.Inputs[0].Shape);
        Assert.Equal(new Shape(3, 5), session.Outputs[0].Shape);
        Assert.Equal("logits", session.Outputs[0].Name);
        using Trainer trainer = new(model, new TrainerOptions { Batch = 3 });
        trainer.Samples.Fill(1);
        trainer.Labels.Fill(2);
        Assert.True(float.IsFinite(trainer.Step()));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{ "layers": [] }""", "'input' is missing")]
    [InlineData("""{ "input": [3], "layers": [] }""", "no layers")]
    [InlineData("""{ "input": [3], "layers": [{ "type": "dense" }] }""", "Layer 1: property 'units' is missing")]
    [InlineData("""{ "input": [3], "layers": [{ "type": "dense", "units": 2.5 }] }""", "must be a whole number")]
    [InlineData("""{ "input": [3], "layers": [{ "type": "dense", "units": 2, "size": 2 }] }""", "'size' is not known")]
    [InlineData("""{ "input": [3], "layers": [{ "type": "lstm" }] }""", "type 'lstm' is unknown")]
    [InlineData("""{ "input": [1, 4, 4], "layers": [{ "type": "maxpool", "size": 5 }] }""", "does not fit")]
    [InlineData("""{ "input": [1, 4, 4], "layers": [{ "type": "dense", "units": 2 }] }""", "flat input")]
    [InlineData("""{ "input": [1, 4, 4], "layers": [{ "type": "conv", "filters": 2, "kernel": 0 }] }""", "1 or more")]
    public void AWrongDescriptionIsOneClearError(string json, string expected)
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Architecture.FromJson(json, 1));
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void AnUnknownNetworkIsAnErrorThatListsTheKnownOnes()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Architecture.Create("alexnet", new Shape(3, 8, 8), 2, 1));
        Assert.Contains("resnet8", e.Message);
    }

    [Theory]
    [InlineData(nameof(InitializerKind.GlorotUniform), 2.0 / 300)]
    [InlineData(nameof(InitializerKind.GlorotNormal), 2.0 / 300)]
    [InlineData(nameof(InitializerKind.HeUniform), 2.0 / 100)]
    [InlineData(nameof(InitializerKind.HeNormal), 2.0 / 100)]
    [InlineData(nameof(InitializerKind.LeCunUniform), 1.0 / 100)]
    [InlineData(nameof(InitializerKind.LeCunNormal), 1.0 / 100)]
    public void InitializersHaveTheirVariance(string name, double variance)
    {
        InitializerKind kind = Enum.Parse<InitializerKind>(name);
        float[] weights = new float[20_000];
        new ScaledInitializer(kind).Fill(weights, 1, 100, 200, new EdgeRuntime.Random.CounterRandom(4, 0));
        double sum = 0, squares = 0, greatest = 0;
        foreach (float weight in weights)
        {
            sum += weight;
            squares += (double)weight * weight;
            greatest = Math.Max(greatest, Math.Abs(weight));
        }

        Assert.Equal(0, sum / weights.Length, 0.03 * Math.Sqrt(variance));
        Assert.Equal(variance, squares / weights.Length, 0.04 * variance);
        bool isUniform = kind is InitializerKind.GlorotUniform or InitializerKind.HeUniform or InitializerKind.LeCunUniform;
        Assert.Equal(isUniform, greatest <= Math.Sqrt(3 * variance) * 1.0001);
    }
}
