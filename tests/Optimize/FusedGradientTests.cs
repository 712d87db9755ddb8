using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Optimize;

/// <summary>Gradients are appended behind the passes: those of a fused product must be those of its parts, bit for bit.</summary>
public class FusedGradientTests
{
    private readonly List<Value> trained = [];
    private GraphMaker make = new();

    [Theory]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(-1, 2)]
    public void AConvolutionWithResidualAndClamp(float low, float high) => SameGradients("Conv ReduceSum Reshape", () =>
    {
        Value y = make.Conv(Trained(2, 5, 6, 3), Trained(4, 3, 3, 3), Trained(4), padding: 1);
        return Clamped(make.Add(new Add(), y, Trained(2, 5, 6, 4)), low, high);
    });

    [Theory]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(-1, 2)]
    public void AMatrixProductWithResidualAndClamp(float low, float high) => SameGradients("Gemm ReduceSum Reshape", () =>
    {
        Value y = make.Add(new Gemm(true, Bounds.None), Trained(3, 8), Trained(5, 8), Trained(5));
        return Clamped(make.Add(new Add(), Trained(3, 5), y), low, high);
    });

    [Fact]
    public void ATransposedConvolutionWithClamp() => SameGradients("ConvTranspose ReduceSum Reshape", () =>
    {
        Window window = new(new Axes(2, 2), new Axes(2, 2), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0));
        return Clamped(make.Add(new ConvTranspose(window, 1, Bounds.None), Trained(1, 3, 4, 3), Trained(3, 2, 2, 2), Trained(2)), -1, 1);
    });

    private void SameGradients(string fused, System.Func<Value> build)
    {
        Graph parts = WithGradients(build, optimized: false, out _), whole = WithGradients(build, optimized: true, out string operators);
        Assert.Equal(fused, operators);
        Tensor[] expected = GraphRun.Outputs(parts, new Dictionary<string, Tensor>()), actual = GraphRun.Outputs(whole, new Dictionary<string, Tensor>());
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Bytes.ToArray(), actual[i].Bytes.ToArray());
        Assert.Contains(expected[1].As<float>().ToArray(), x => x != 0);
    }

    private Graph WithGradients(System.Func<Value> build, bool optimized, out string operators)
    {
        make = new GraphMaker();
        trained.Clear();
        Value y = build();
        Value loss = make.Add(new Reduce(ReduceKind.Sum, new Axes([.. Enumerable.Range(0, y.Shape.Rank)])), y);
        Graph graph = make.Return(make.Add(new Reshape(default), loss));
        if (optimized)
            Optimizer.Run(graph);
        operators = GraphRun.Operators(graph);
        Dictionary<Value, Value> gradients = [];
        Backward.Append(graph, graph.Outputs[0].Value, trained, gradients.Add);
        foreach (Value value in trained)
            graph.Outputs.Add(($"d{value.Name}", gradients[value]));
        return graph;
    }

    private Value Trained(params int[] dims)
    {
        trained.Add(make.Variable(dims));
        return trained[^1];
    }

    private Value Clamped(Value x, float low, float high) => make.Add(low == 0 ? new Relu() : new Clip(low, high), x);
}
