using System;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Import;
using Tests.Support;
using Xunit;

namespace Tests.Training.FineTuning;

public class HeadReplacementTests
{
    [Theory]
    [InlineData("lenet", 3)]
    [InlineData("resnet8", 17)]
    [InlineData("mobilenet-0.25", 2)]
    public void BuiltInNetworksGetANewHead(string name, int classes)
    {
        Shape sample = name == "lenet" ? new Shape(1, 28, 28) : new Shape(3, 32, 32);
        Model model = Architecture.Create(name, sample, 10, seed: 1);
        model.ReplaceHead(classes, seed: 5);
        using Session session = new(Model.Load(model.ToBytes()), new SessionOptions { Batch = 2 });
        Assert.Equal(new Shape(2, classes), session.Outputs[0].Shape);
        Assert.Equal(classes, model.Proto.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue);
        Model again = Architecture.Create(name, sample, 10, seed: 1);
        again.ReplaceHead(classes, seed: 5);
        Assert.Equal(model.ToBytes(), again.ToBytes());
    }

    [Theory]
    [InlineData("models/onnx/mnist-8/model.onnx")]
    [InlineData("models/onnx/rten-mnist/mnist.onnx")]
    [InlineData("models-torch/ds_cnn_kws.onnx")]
    [InlineData("models-torch/resnet8_ic.onnx")]
    [InlineData("models-torch/mobilenetv2_10_224.onnx")]
    public void ImportedNetworksGetANewHeadAndAnOpenBatch(string file)
    {
        Model model = Model.Load(Shared.Path("data/" + file));
        model.ReplaceHead(4);
        model.OpenBatch();
        model = Model.Load(model.ToBytes());
        using Trainer trainer = new(model, new TrainerOptions { Batch = 2, Layers = LayerSelection.Last, Optimizer = new Sgd { LearningRate = 1e-6f } });
        Assert.Equal(4, trainer.Classes);
        new CounterRandom(1, 1).FillUniform(trainer.Samples, 0, 1);
        Assert.InRange(trainer.Step(), 0f, 100f);
        trainer.Update(model);
        using Session session = new(model, new SessionOptions { Batch = 2 });
        session.Run();
        Assert.Equal(8, session.Output<float>().Length);
    }

    [Fact]
    public void AnOpenBatchGivesWhatSingleSamplesGive()
    {
        Model single = Model.Load(Shared.Path("data/models/onnx/mnist-8/model.onnx")), open = Model.Load(Shared.Path("data/models/onnx/mnist-8/model.onnx"));
        open.OpenBatch();
        using Session one = new(single), three = new(open, new SessionOptions { Batch = 3 });
        new CounterRandom(1, 1).FillUniform(three.Input<float>(), 0, 255);
        float[] samples = three.Input<float>().ToArray();
        three.Run();
        for (int i = 0; i < 3; i++)
        {
            samples.AsSpan(i * 784, 784).CopyTo(one.Input<float>());
            one.Run();
            for (int c = 0; c < 10; c++)
                Assert.Equal(one.Output<float>()[c], three.Output<float>()[(i * 10) + c], 1e-2f);
        }
    }

    [Fact]
    public void AWeightThatOthersReadTooKeepsItsName()
    {
        ModelProto proto = SmallModels.Convolutional();
        NodeProto tied = new() { OpType = "Identity" };
        tied.Input.Add("w3");
        tied.Output.Add("tied");
        proto.Graph.Node.Add(tied);
        proto.Graph.Output.Add(new ValueInfoProto { Name = "tied" });
        Model model = new(proto);
        model.ReplaceHead(4);
        Assert.Equal(new Shape(10, 8), model.Initializer("w3").Shape);
        Assert.Equal(new Shape(4, 8), model.Initializer("w3_head").Shape);
    }

    [Fact]
    public void ASoftmaxOverOneClassIsRefused()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => new Model(SmallModels.Convolutional()).ReplaceHead(1));
        Assert.Contains("2 classes or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutAHeadNamesWhatItEndsIn()
    {
        ModelProto proto = SmallModels.Convolutional();
        NodeProto node = proto.Graph.Node.First(n => n.OpType == "Softmax");
        node.OpType = "Exp";
        node.Attribute.Clear();
        EdgeException error = Assert.Throws<EdgeException>(() => new Model(proto).ReplaceHead(4));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains("Exp '", error.Message, StringComparison.Ordinal);
    }
}
