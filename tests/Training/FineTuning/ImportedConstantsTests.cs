using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Training;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Training.FineTuning;

/// <summary>Float tensors of a file that are no weights, though they have an axis: how the input is scaled, and what operators want as constants.</summary>
public class ImportedConstantsTests
{
    private static readonly string[] Weights = ["filters", "bias", "dense", "offset"];

    [Fact]
    public void AModelWhoseParametersAreFloatInitializersTrainsAndKeepsThem()
    {
        Model model = Imported();
        Dictionary<string, byte[]> before = model.Proto.Graph.Initializer.ToDictionary(t => t.Name, t => model.Initializer(t.Name).Bytes.ToArray());
        using Trainer trainer = new(model, new TrainerOptions { Batch = 4, Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.5f } });
        Assert.Equal(Weights, trainer.Weights.Select(w => w.Name));
        float first = Step(trainer), last = first;
        for (int i = 0; i < 20; i++)
            last = Step(trainer);
        Assert.True(last < first, $"{first} -> {last}");
        trainer.Update(model);
        foreach ((string name, byte[] bytes) in before)
            Assert.True(bytes.AsSpan().SequenceEqual(model.Initializer(name).Bytes) != Weights.Contains(name), name);
    }

    private static float Step(Trainer trainer)
    {
        for (int i = 0; i < trainer.Samples.Length; i++)
            trainer.Samples[i] = ((i * 37) % 101) / 100f;
        for (int i = 0; i < 4; i++)
            trainer.Labels[i] = i % 3;
        return trainer.Step();
    }

    /// <summary>Scaling, Pad with a value, a layer, Clip with bounds, Resize whose scales are put together, a second layer.</summary>
    private static Model Imported()
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = "imported" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        model.Graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(1, 1, 8, 8)));
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "N" };
        Floats("mean", new Shape(1, 1, 1, 1), _ => 0.5f);
        Floats("deviation", new Shape(1, 1, 1, 1), _ => 0.25f);
        Floats("fill", new Shape(1), _ => 0.125f);
        Floats("filters", new Shape(2, 1, 3, 3), i => ((i * 7) % 5 - 2) / 8f);
        Floats("bias", new Shape(2), _ => 0.5f);
        Floats("low", new Shape(1), _ => -1);
        Floats("high", new Shape(1), _ => 3);
        Floats("kept", new Shape(2), _ => 1);
        Floats("halved", new Shape(2), _ => 0.5f);
        Floats("dense", new Shape(32, 3), i => ((i * 11) % 7 - 3) / 16f);
        Floats("offset", new Shape(3), _ => 0);
        model.Graph.Initializer.Add(TensorReader.Write("pads", Tensor.Ints(0, 0, 1, 1, 0, 0, 1, 1)));
        Node("Sub", "centered", "x", "mean");
        Node("Div", "scaled", "centered", "deviation");
        Node("Pad", "padded", "scaled", "pads", "fill");
        Node("Conv", "convolved", "padded", "filters", "bias");
        Node("Clip", "clipped", "convolved", "low", "high");
        Node("Concat", "scales", "kept", "halved").Attribute.Add(OnnxNodes.Attribute("axis", 0));
        Node("Resize", "smaller", "clipped", "", "scales").Attribute.Add(OnnxNodes.Attribute("mode", "linear"));
        Node("Flatten", "flat", "smaller");
        Node("Gemm", "y", "flat", "dense", "offset");
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return Model.Load(model.ToByteArray());

        void Floats(string name, Shape shape, Func<int, float> of)
        {
            Tensor tensor = new(ElementType.Float32, shape);
            for (int i = 0; i < shape.Count; i++)
                tensor.As<float>()[i] = of(i);
            model.Graph.Initializer.Add(TensorReader.Write(name, tensor));
        }

        NodeProto Node(string type, string output, params string[] inputs)
        {
            NodeProto node = new() { OpType = type, Name = output };
            node.Input.AddRange(inputs);
            node.Output.Add(output);
            model.Graph.Node.Add(node);
            return node;
        }
    }
}
