using System;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>Two recurrent layers and a dense one on the last state, trained from an ONNX file.</summary>
public class RecurrentTrainingTests
{
    private const int Time = 7, Features = 3, Hidden = 20, Classes = 2, Batch = 16;

    public static TheoryData<string> Kinds => ["RNN", "GRU", "LSTM"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatCameFirstIsRemembered(string kind)
    {
        using Trainer trainer = new(Network(kind), Options());
        float loss = 0;
        for (int step = 0; step < 300; step++)
            loss = Step(trainer, step);
        Assert.True(loss < 0.1, $"{kind}: the loss is {loss}.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ThreadsSetsAndBudgetsGiveTheSameWeights(string kind)
    {
        Model model = Network(kind);
        byte[] expected = Train(model, Options());
        Assert.Equal(expected, Train(model, Options() with { Threads = 2 }));
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (Dispatch.IsSupported(isa))
                Assert.Equal(expected, Train(model, Options() with { Isa = isa }));
        }

        if (kind == "RNN")
            return; // keeps its states alone
        using Trainer roomy = new(model, Options());
        TrainerOptions tight = Options() with { MemoryBudgetBytes = roomy.ArenaBytes * 15 / 16 };
        using (Trainer trainer = new(model, tight))
            Assert.InRange(trainer.RecomputedActivations, 1, 10);
        Assert.Equal(expected, Train(model, tight));
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using Trainer trainer = new(Network("GRU"), Options());
        Step(trainer, 0);
        Allocations.None(10, () => Step(trainer, 1));
    }

    [Fact]
    public void TruncationChangesWhatIsLearntAndNegativeStepsAreRefused()
    {
        Model model = Network("GRU");
        byte[] whole = Train(model, Options());
        Assert.NotEqual(whole, Train(model, Options() with { TruncateSteps = 3 }));
        Assert.Equal(whole, Train(model, Options() with { TruncateSteps = Time }));
        Assert.Contains("-1 steps of time", Assert.Throws<EdgeException>(() => new Trainer(model, Options() with { TruncateSteps = -1 })).Message);
    }

    private static TrainerOptions Options() => new() { Batch = Batch, Optimizer = new Adam { LearningRate = 0.01f } };

    private static byte[] Train(Model model, TrainerOptions options)
    {
        using Trainer trainer = new(model, options);
        for (int step = 0; step < 3; step++)
            Step(trainer, step);
        Model copy = Model.Load(model.ToBytes());
        trainer.Update(copy);
        return copy.ToBytes();
    }

    /// <summary>The class is whether the first step's first number is positive; all that follows is noise.</summary>
    private static float Step(Trainer trainer, int step)
    {
        CounterRandom random = new(5, (uint)step);
        Span<float> x = trainer.Samples;
        for (int i = 0; i < x.Length; i++)
            x[i] = (float)((2 * random.Uniform((ulong)i)) - 1);
        for (int b = 0; b < Batch; b++)
            trainer.Labels[b] = x[b * Time * Features] > 0 ? 1 : 0;
        return trainer.Step();
    }

    private static Model Network(string kind)
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = kind } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 14 });
        GraphProto graph = model.Graph;
        ValueInfoProto input = OnnxNodes.Describe("x", ElementType.Float32, new Shape(1, Time, Features));
        input.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "batch" };
        graph.Input.Add(input);
        int g = Hidden * (kind == "RNN" ? 1 : kind == "GRU" ? 3 : 4);
        for (int layer = 0; layer < 2; layer++)
        {
            graph.Initializer.Add(TensorReader.Write($"w{layer}", Noise(layer, 1, g, layer == 0 ? Features : Hidden)));
            graph.Initializer.Add(TensorReader.Write($"r{layer}", Noise(layer + 2, 1, g, Hidden)));
            graph.Initializer.Add(TensorReader.Write($"b{layer}", Noise(layer + 4, 1, 2 * g)));
            NodeProto node = new() { OpType = kind, Name = $"layer{layer}", Input = { layer == 0 ? "turned" : "all", $"w{layer}", $"r{layer}", $"b{layer}" }, Output = { $"y{layer}", $"h{layer}" } };
            node.Attribute.Add(OnnxNodes.Attribute("hidden_size", Hidden));
            if (kind == "GRU")
                node.Attribute.Add(OnnxNodes.Attribute("linear_before_reset", 1));
            if (layer == 0)
            {
                NodeProto turn = new() { OpType = "Transpose", Input = { "x" }, Output = { "turned" } };
                turn.Attribute.Add(OnnxNodes.Attribute("perm", (int[])[1, 0, 2]));
                graph.Node.Add(turn);
            }

            graph.Node.Add(node);
            if (layer == 0)
                graph.Node.Add(new NodeProto { OpType = "Squeeze", Input = { "y0", "direction" }, Output = { "all" } });
        }

        graph.Initializer.Add(TensorReader.Write("direction", Tensor.Ints(1)));
        graph.Initializer.Add(TensorReader.Write("last", Tensor.Of<long>(default, [-1])));
        graph.Initializer.Add(TensorReader.Write("w", Noise(9, Hidden, Classes)));
        graph.Node.Add(new NodeProto { OpType = "Squeeze", Input = { "y1", "direction" }, Output = { "states" } });
        graph.Node.Add(new NodeProto { OpType = "Gather", Input = { "states", "last" }, Output = { "state" } });
        graph.Node.Add(new NodeProto { OpType = "MatMul", Input = { "state", "w" }, Output = { "y" } });
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        return new Model(model);
    }

    private static Tensor Noise(int seed, params int[] dims)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(dims));
        CounterRandom random = new((ulong)seed, 1);
        for (int i = 0; i < tensor.Shape.Count; i++)
            tensor.As<float>()[i] = (float)((random.Uniform((ulong)i) - 0.5) * 0.6);
        return tensor;
    }
}
