using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

/// <summary>Seeded random networks of everything that passes match: outputs must stay the same whatever meets whatever.</summary>
public class RandomGraphTests
{
    private readonly GraphMaker make = new();
    private readonly List<Value> images = []; // [N, C, H, W]
    private System.Random random = new(0);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void OutputsStayTheSame(int seed)
    {
        Graph graph = Build(seed);
        int nodes = graph.Nodes.Count;
        GraphRun.OptimizedGivesTheSame(graph, 2e-4f);
        Assert.True(graph.Nodes.Count <= nodes, $"{nodes} nodes became {graph.Nodes.Count}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AnOptimizedGraphDoesNotChangeAgain(int seed)
    {
        Graph graph = Build(seed);
        Optimizer.Run(graph);
        string once = GraphPrinter.Print(graph);
        Optimizer.Run(graph);
        Assert.Equal(once, GraphPrinter.Print(graph));
    }

    private Graph Build(int seed)
    {
        random = new System.Random(seed);
        int batch = 1 + random.Next(2);
        images.Add(make.Input(batch, 1 + random.Next(4), 6, 5));
        for (int i = 0; i < 12; i++)
        {
            Value x = images[Math.Max(0, images.Count - 1 - random.Next(3))];
            images.Add(Bounded(Next(x)));
        }

        Value last = images[^1];
        Value flat = make.Reshape(last, batch, last.Shape.Count / batch);
        Value hidden = make.Add(new BatchNormalization(), make.Gemm(flat, 6), make.Constant(1, 6), make.Constant(1, 6));
        return make.Return(make.Gemm(make.Add(new Relu(), hidden), 4), images[^(2 + random.Next(6))]);
    }

    /// <summary>Keeps the numbers of a deep network in a range where rounding can be judged.</summary>
    private Value Bounded(Value x) => random.Next(3) == 0 ? make.Add(new Tanh(), x) : x;

    private Value Next(Value x)
    {
        (int channels, int height, int width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        switch (random.Next(16))
        {
            case 0:
            case 1:
                return InChannelsLast(Padded(x), y => make.Conv(y, 1 + random.Next(5), 1 + (2 * random.Next(2)), padding: 1));
            case 2:
                return InChannelsLast(x, y => make.Conv(y, channels, 3, padding: 1, groups: channels, bias: random.Next(2) == 0));
            case 3:
                return InChannelsLast(Padded(x), y => make.MaxPool(y, 2, 1));
            case 4:
                return InChannelsLast(Padded(x), y => make.AveragePool(y, 2, 1, padding: random.Next(2), countPadding: random.Next(2) == 0));
            case 5:
                return InChannelsLast(x, y => make.Add(new BatchNormalization(), y, make.Constant(1, channels), make.Constant(1, channels)));
            case 6:
                return make.Add(new Relu(), x);
            case 7:
                return make.Add(new Clip(-1, random.Next(1, 4)), x);
            case 8:
                return make.Add(new Mul(), x, make.Add(new Sigmoid(), x));
            case 9:
                return make.Add(random.Next(2) == 0 ? new Mul() : new Add(), x, make.Constant(1, channels, 1, 1));
            case 10:
                return make.Add(new Sub(), make.Constant(1, height, 1), make.Add(new Div(), x, make.Scalar(2)));
            case 11:
                return images.LastOrDefault(y => y != x && y.Shape == x.Shape) is { } other ? make.Add(new Add(), x, other) : make.Add(new Abs(), x);
            case 12:
                Value twice = make.Add(new Concat(1), x, make.Add(new Neg(), x));
                return make.Add(new Slice(new Axes(0, 1, 0, 0), new Axes(1, 1, 1, 1), new Axes(x.Shape[0], channels, height, width)), twice);
            case 13:
                Value[] parts = channels > 1 ? make.AddAll(new Split(1, new Axes(1, channels - 1)), x) : [x, x];
                return make.Add(new Concat(1), parts[1], parts[0]);
            case 14:
                Value weights = make.Add(new Softmax(1), make.Add(new Reduce(ReduceKind.Mean, new Axes(2, 3)), x));
                return make.Add(new Mul(), x, weights);
            default:
                Value rows = make.Transpose(make.Reshape(x, x.Shape[0], channels, height * width), 0, 2, 1);
                rows = make.Add(new LayerNormalization(2, 1e-2f, true), rows, make.Constant(1, channels), make.Constant(1, channels));
                return make.Reshape(make.Transpose(rows, 0, 2, 1), x.Shape[0], channels, height, width);
        }
    }

    private Value Padded(Value x) => random.Next(2) == 0
        ? make.Add(new Pad(PadMode.Constant, new Axes(0, 0, random.Next(2), 1), new Axes(0, 0, 0, random.Next(2))), x)
        : x;

    private Value InChannelsLast(Value x, Func<Value, Value> op) => make.ToChannelsFirst(op(make.ToChannelsLast(x)));
}
