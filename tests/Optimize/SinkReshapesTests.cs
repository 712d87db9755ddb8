using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class SinkReshapesTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void ReshapesBehindEachOtherAreOne()
    {
        Graph graph = make.Return(make.Reshape(make.Reshape(make.Reshape(make.Input(2, 3, 4), 24), 6, 4), 4, 6));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void ProductsOfStackedRowsFollowEachOtherWithoutReshapes()
    {
        Value x = make.Reshape(make.Input(2, 5, 8), 10, 8);
        Value y = make.Add(new Add(), make.Reshape(make.Gemm(x, 12, bias: false), 2, 5, 12), make.Constant(1, 12));
        y = make.Add(new Sigmoid(), make.Add(new Mul(), y, make.Scalar(0.5f)));
        y = make.Add(new Softmax(2), make.Reshape(make.Gemm(make.Reshape(y, 10, 12), 8), 2, 5, 8));
        Graph graph = make.Return(make.Reshape(y, 10, 8));
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal("Reshape Gemm Sigmoid Gemm Softmax", GraphRun.Operators(graph));
    }

    [Fact]
    public void ARowThatFollowsTheReshapeHoldsItBack()
    {
        Value y = make.Add(new Add(), make.Reshape(make.Input(2, 12), 2, 3, 4), make.Constant(1, 3, 4));
        Graph graph = make.Return(make.Reshape(y, 24));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape Add Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AResidualTakesTheShapeOfTheProduct()
    {
        Value x = make.Input(2, 5, 8);
        Value y = make.Reshape(make.Gemm(make.Reshape(x, 10, 8), 8), 2, 5, 8);
        Graph graph = make.Return(make.Add(new Add(), x, y));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape Gemm Reshape", GraphRun.Operators(graph));
        Assert.Same(graph.Nodes[1].Input(0), graph.Nodes[1].Input(3));
    }

    [Fact]
    public void NormalizationsAlongTheInnermostAxisGoBeforeTheReshape()
    {
        Value x = make.Reshape(make.Gemm(make.Input(10, 4), 8), 2, 5, 8);
        Value y = make.Add(new LayerNormalization(2, 1e-5f, true), x, make.Constant(1, 8), make.Constant(1, 8));
        Value z = make.Add(new BatchNormalization(), y, make.Constant(1, 8), make.Constant(1, 8));
        Graph graph = make.Return(make.Reshape(z, 10, 8));
        GraphRun.OptimizedGivesTheSame(graph, 1e-6f);
        Assert.Equal("Gemm LayerNormalization BatchNormalization", GraphRun.Operators(graph));
    }
}
