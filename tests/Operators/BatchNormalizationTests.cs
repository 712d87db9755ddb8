using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class BatchNormalizationTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(9, OperatorInput.Of(2, 20, 3, 5), isConstant: true),
        Case(15, OperatorInput.Of(3, 7), isConstant: true),
        Case(7, OperatorInput.Of(2, 4, 9), isConstant: false),
        OperatorCase.Onnx("BatchNormalization", 7, [("spatial", 0)], [OperatorInput.Of(2, 3, 4), .. Parameters([3, 4], true)]) with
        {
            Reference = v => Affine(v, i => i % 12),
        },
        OperatorCase.Onnx("BatchNormalization", 14, 3, [("training_mode", 1)], [OperatorInput.Of(4, 6, 5), .. Parameters([6], false)]) with
        {
            Reference = v => NormalizationReference.Channels(Turned(v[0], 4, 6, 5), 4, 5, 6, 1, true, 1e-5f, v[1], v[2]) is var y ? Turned(y, 4, 5, 6) : null!,
            NoGradient = "the loss of a test does not use the running statistics",
        },
    ];

    private static OperatorCase Case(int opset, OperatorInput x, bool isConstant)
    {
        int channels = x.Shape[1], inner = x.Shape.Count / x.Shape[0] / channels;
        return OperatorCase.Onnx("BatchNormalization", opset, [("epsilon", 1e-2f)], [x, .. Parameters([channels], isConstant)]) with
        {
            Reference = v => Affine(v, i => i / inner % channels, 1e-2f),
        };
    }

    /// <summary>Scale, bias, mean and variance.</summary>
    private static OperatorInput[] Parameters(int[] shape, bool isConstant) => Array.ConvertAll(
        new[] { OperatorInput.Of(0.5, 2, shape), OperatorInput.Of(shape), OperatorInput.Of(shape), OperatorInput.Of(0.5, 2, shape) },
        p => p with { IsConstant = isConstant });

    private static double[] Affine(double[][] v, Func<int, int> channelOf, double epsilon = 1e-5f)
    {
        double[] y = new double[v[0].Length];
        for (int i = 0; i < y.Length; i++)
        {
            int c = channelOf(i);
            y[i] = ((v[0][i] - v[3][c]) / Math.Sqrt(v[4][c] + epsilon) * v[1][c]) + v[2][c];
        }

        return y;
    }

    /// <summary>[n, a, b] to [n, b, a].</summary>
    private static double[] Turned(double[] x, int n, int a, int b)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            y[(((i / (a * b) * b) + (i % b)) * a) + (i / b % a)] = x[i];
        return y;
    }

    [Fact]
    public void RunningStatisticsKeepTheMomentumOfTheOldOnes()
    {
        Value[] inputs = [Row(1, 2), Row(1, 1), Row(3, 10), Row(2, 0)];
        Tensor[] result = Evaluator.Run(new Node("s", new RunningStatistics(0.75f, Overwrites: false), inputs));
        Assert.Equal([1.5f, 4f], result[0].As<float>().ToArray());
        Assert.Equal([1.25f, 0.75f], result[1].As<float>().ToArray());

        static Value Row(params float[] values) => Value.Constant("v", Tensor.Of<float>(new Shape(values.Length), values));
    }

    [Fact]
    public void TrainingWritesTheRunningStatisticsBackIntoTheModel()
    {
        Model model = new ModelBuilder("net", new Shape(3), 1).BatchNorm().Dense(2).Build("logits");
        using Trainer trainer = new(model, new TrainerOptions { Batch = 2 });
        ReadOnlySpan<float> batch = [0, 1, 5, 4, 3, 5];
        batch.CopyTo(trainer.Samples);
        trainer.Labels[0] = 0;
        trainer.Labels[1] = 1;
        trainer.Step();
        trainer.Update(model);
        Graph graph = model.ToGraph(new EdgeRuntime.Import.ImportOptions { Training = true });
        Node statistics = graph.Nodes.Find(n => n.Operator is RunningStatistics)!;
        // Means 2, 2, 5 and population variances 4, 1, 0; momentum 0.9 from 0 and 1.
        AssertNear([0.2f, 0.2f, 0.5f], statistics.Input(0).Data!.As<float>());
        AssertNear([1.3f, 1f, 0.9f], statistics.Input(1).Data!.As<float>());
    }

    [Fact]
    public void StatisticsOfATrainedGraphThatAreNoVariablesStayAsTheyAre()
    {
        OperatorCase item = OperatorCase.Onnx("BatchNormalization", 9, [], [OperatorInput.Of(2, 3), .. Parameters([3], false)]);
        EdgeRuntime.Import.Onnx.ModelProto proto = OnnxNodes.Model(
            "BatchNormalization", 9, 1, [], [OperatorInput.Of(2, 3), .. Parameters([3], false)], item.MakeInputs());
        Graph graph = EdgeRuntime.Import.OnnxImporter.Import(proto, null, new EdgeRuntime.Import.ImportOptions { Training = true });
        Assert.Contains(graph.Nodes, node => node.Operator is BatchNormalization);
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is RunningStatistics);
    }

    private static void AssertNear(float[] expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }
}
