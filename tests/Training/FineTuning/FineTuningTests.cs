using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Import;
using Tests.Support;
using Xunit;

namespace Tests.Training.FineTuning;

public class FineTuningTests
{
    private static readonly TrainerOptions Options = new() { Batch = 4, Optimizer = new Sgd { LearningRate = 0.01f, Momentum = 0.5f }, BatchNorm = BatchNormMode.Frozen };

    [Theory]
    [InlineData("lenet", "last")]
    [InlineData("lenet", "bias")]
    [InlineData("resnet8", "last:2")]
    [InlineData("resnet8", "bias")]
    [InlineData("resnet8", "conv")]
    [InlineData("resnet8", "all")]
    public void OnlyTheChosenWeightsChangeAndTheLossFalls(string name, string layers)
    {
        Model model = Create(name);
        Dictionary<string, byte[]> before = Weights(model);
        HashSet<string> chosen = [.. LayerSelection.Parse(layers).Resolve(ModelLayers.Of(model)).Keys];
        using Trainer trainer = new(model, Options with { Layers = LayerSelection.Parse(layers) });
        float first = Step(trainer);
        for (int i = 0; i < 20; i++)
            Step(trainer);
        Assert.True(Step(trainer) < first, "The loss of a repeated batch falls.");
        trainer.Update(model);
        foreach ((string weight, byte[] bytes) in Weights(model))
            Assert.True(bytes.AsSpan().SequenceEqual(before[weight]) != chosen.Contains(weight), $"{weight} of {name} under --layers {layers}");
    }

    [Theory]
    [InlineData("lenet", "last")]
    [InlineData("resnet8", "bias")]
    [InlineData("resnet8", "all")]
    [InlineData("dscnn", "conv")]
    public void TheSavedModelGivesWhatTheTrainerComputedWith(string name, string layers)
    {
        Model model = Create(name);
        using Trainer trainer = new(model, Options with { Layers = LayerSelection.Parse(layers), Optimizer = new Sgd { LearningRate = 0.01f, Momentum = 0f } });
        for (int i = 0; i < 3; i++)
            Step(trainer);
        trainer.Update(model);
        float loss = Step(trainer);
        using Session session = new(Model.Load(model.ToBytes()), new SessionOptions { Batch = 4 });
        Fill(session.Input<float>());
        session.Run();
        double expected = 0;
        int classes = session.Outputs[0].Shape[1];
        for (int i = 0; i < 4; i++)
        {
            float[] truth = new float[classes];
            truth[i % classes] = 1f;
            expected += new CrossEntropy().Of(session.Output<float>().Slice(i * classes, classes), i % classes, truth) / 4;
        }

        Assert.Equal(expected, loss, 2e-4);
    }

    [Fact]
    public void FrozenLayersTakeNoGradientMemoryAndLessTimeIsPlanned()
    {
        Model model = Create("lenet");
        using Trainer all = new(model, Options with { Batch = 1 });
        using Trainer last = new(model, Options with { Batch = 1, Layers = LayerSelection.Last });
        Assert.True(last.ArenaBytes < all.ArenaBytes / 2, $"{last.ArenaBytes} of {all.ArenaBytes} bytes");
        Assert.True(last.ArenaBytes <= 170 * 1024, $"{last.ArenaBytes} bytes");
        Assert.True(all.ArenaBytes <= 400 * 1024, $"{all.ArenaBytes} bytes");
        Assert.True(last.Executable.Steps.Length <= 14, $"{last.Executable.Steps.Length} steps for a forward pass, a loss and the gradient of one layer");
    }

    [Fact]
    public void BiasesAreTrainedWithABitOfEachActivation()
    {
        // 231,552 activations would be 926 KB: their clamps keep 29 KB, and frozen weights lie there once for both passes.
        Model model = Architecture.Create("mobilenet-0.25", new Shape(3, 96, 96), 2, seed: 1);
        using Trainer trainer = new(model, Options with { Batch = 1, Layers = LayerSelection.Parse("last,bias") });
        Assert.True(trainer.ArenaBytes <= 14 * 1024 * 1024 / 10, $"{trainer.ArenaBytes} bytes");
        Assert.True(trainer.ArenaBytes <= trainer.ArenaLowerBoundBytes * 1.03, $"{trainer.ArenaBytes} of at least {trainer.ArenaLowerBoundBytes} bytes");
    }

    [Fact]
    public void EveryInstructionSetGivesTheSameWeights()
    {
        uint? expected = null;
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                continue;
            foreach (int threads in (ReadOnlySpan<int>)[1, 3])
            {
                Model model = Create("resnet8");
                using Trainer trainer = new(model, Options with { Isa = isa, Threads = threads, Layers = LayerSelection.Parse("last:3,bias") });
                for (int i = 0; i < 3; i++)
                    Step(trainer);
                trainer.Update(model);
                uint crc = EdgeRuntime.Data.Crc32.Of(model.ToBytes());
                Assert.Equal(expected ??= crc, crc);
            }
        }
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        using Trainer trainer = new(Create("resnet8"), Options with { Batch = 1, Layers = LayerSelection.Parse("last,bias") });
        Allocations.None(50, () => Step(trainer));
    }

    [Fact]
    public void ASoftmaxAtTheEndIsPartOfTheLoss()
    {
        Model model = new(SmallModels.Convolutional());
        using Trainer trainer = new(model, Options with { Batch = 1, Layers = LayerSelection.Last, Optimizer = new Sgd { LearningRate = 0.5f } });
        Assert.Equal("w3", Assert.Single(trainer.Weights).Name);
        Assert.True(trainer.Executable.Graph.Nodes.TrueForAll(node => node.Operator is not EdgeRuntime.Operators.Softmax));
        float first = Step(trainer), last = first;
        for (int i = 0; i < 50; i++)
            last = Step(trainer);
        Assert.True(last < first / 2, $"{first} -> {last}");
    }

    [Fact]
    public void AnOutputOfOnePixelIsARowOfClasses()
    {
        ModelProto proto = SmallModels.Convolutional();
        // [1, 8, 1, 1] after the global pool, through a 1 x 1 convolution and a softmax over the channels.
        while (proto.Graph.Node[^1].OpType != "GlobalAveragePool")
            proto.Graph.Node.RemoveAt(proto.Graph.Node.Count - 1);
        NodeProto conv = new() { OpType = "Conv", Name = "classify" };
        conv.Input.Add(["mean", "w4"]);
        conv.Output.Add("scores");
        NodeProto softmax = new() { OpType = "Softmax" };
        softmax.Attribute.Add(new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        softmax.Input.Add("scores");
        softmax.Output.Add("probabilities");
        proto.Graph.Node.Add([conv, softmax]);
        Tensor w = new(ElementType.Float32, new Shape(5, 8, 1, 1));
        new CounterRandom(1, 1).FillUniform(w.As<float>(), -1, 1);
        proto.Graph.Initializer.Add(EdgeRuntime.Import.TensorReader.Write("w4", w));
        Model model = new(proto);
        model.ReplaceHead(3);
        using Trainer trainer = new(model, Options with { Batch = 1, Layers = LayerSelection.Last });
        Assert.Equal(3, trainer.Classes);
        Assert.True(float.IsFinite(Step(trainer)));
    }

    [Fact]
    public void ABatchThatTheModelDoesNotHaveIsRefusedAndCanBeOpened()
    {
        Model model = new(SmallModels.Convolutional());
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(model, Options));
        Assert.Contains("OpenBatch", error.Message, StringComparison.Ordinal);
        model.OpenBatch();
        using Trainer trainer = new(model, Options);
        Assert.Equal(new Shape(4, 3, 12, 12), trainer.SamplesShape);
    }

    [Fact]
    public void HalfPrecisionWeightsAreTrainedInSinglePrecisionAndSavedAsTheyWere()
    {
        Model model = Create("lenet");
        foreach (TensorProto tensor in model.Proto.Graph.Initializer.ToArray())
        {
            Half[] halves = Array.ConvertAll(model.Initializer(tensor.Name).As<float>().ToArray(), x => (Half)x);
            int at = model.Proto.Graph.Initializer.IndexOf(tensor);
            model.Proto.Graph.Initializer[at] = EdgeRuntime.Import.TensorReader.Write(tensor.Name, Tensor.Of<Half>(new Shape([.. Array.ConvertAll([.. tensor.Dims], d => (int)d)]), halves));
        }

        model.Proto.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Float16;
        byte[] before = model.Initializer("conv0.weight").Bytes.ToArray();
        using Trainer trainer = new(model, Options);
        for (int i = 0; i < 10; i++)
            Step(trainer);
        trainer.Update(model);
        Assert.Equal(ElementType.Float16, model.Initializer("conv0.weight").Type);
        Assert.False(before.AsSpan().SequenceEqual(model.Initializer("conv0.weight").Bytes));
    }

    [Fact]
    public void AWeightInAConstantNodeIsTrained()
    {
        ModelProto proto = SmallModels.Convolutional();
        TensorProto w3 = proto.Graph.Initializer.First(tensor => tensor.Name == "w3");
        proto.Graph.Initializer.Remove(w3);
        NodeProto constant = new() { OpType = "Constant" };
        constant.Output.Add("w3");
        constant.Attribute.Add(new AttributeProto { Name = "value", T = w3, Type = AttributeProto.Types.AttributeType.Tensor });
        proto.Graph.Node.Insert(0, constant);
        Model model = new(proto);
        byte[] before = model.Initializer("w3").Bytes.ToArray();
        using Trainer trainer = new(model, Options with { Batch = 1, Layers = LayerSelection.Last });
        Step(trainer);
        trainer.Update(model);
        Assert.False(before.AsSpan().SequenceEqual(Model.Load(model.ToBytes()).Initializer("w3").Bytes));
    }

    [Fact]
    public void TrainingThroughAFlatPlaceNamesIt()
    {
        ModelProto proto = SmallModels.Convolutional();
        NodeProto leaky = proto.Graph.Node.First(node => node.OpType == "LeakyRelu");
        leaky.OpType = "Round";
        leaky.Attribute.Clear();
        Model model = new(proto);
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(model, Options with { Batch = 1, Layers = LayerSelection.Parse("w1") }));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains("'w1' cannot be trained: no gradient comes back through Round '", error.Message, StringComparison.Ordinal);
        using Trainer behind = new(model, Options with { Batch = 1, Layers = LayerSelection.Last });
        Assert.True(float.IsFinite(Step(behind)));
    }

    private static Model Create(string name)
    {
        (Shape sample, int classes) = name switch { "lenet" => (new Shape(1, 28, 28), 10), "dscnn" => (new Shape(1, 49, 10), 12), _ => (new Shape(3, 32, 32), 10) };
        return Architecture.Create(name, sample, classes, seed: 3);
    }

    private static void Fill(Span<float> samples) => new CounterRandom(5, 1).FillUniform(samples, 0f, 1f);

    private static float Step(Trainer trainer)
    {
        Fill(trainer.Samples);
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = i % trainer.Classes;
        return trainer.Step();
    }

    private static Dictionary<string, byte[]> Weights(Model model)
    {
        Dictionary<string, byte[]> weights = [];
        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
            weights[tensor.Name] = model.Initializer(tensor.Name).Bytes.ToArray();
        return weights;
    }
}
