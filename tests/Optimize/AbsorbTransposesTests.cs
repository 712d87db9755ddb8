using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class AbsorbTransposesTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WeightsThatAreTrainedAreReadAsTheyLie(bool transB)
    {
        Value weights = transB ? make.Variable(4, 6) : make.Variable(6, 4);
        Graph graph = make.Return(make.Add(new Gemm(transB, Bounds.None), make.Input(3, 4), make.Transpose(weights, 1, 0)));
        GraphRun.OptimizedGivesTheSame(graph, 1e-6f);
        Assert.Equal("Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void KeysOfAnAttentionKeepTheirRows()
    {
        Value q = make.Transpose(make.Input(2, 5, 3, 8), 0, 2, 1, 3), k = make.Transpose(make.Input(2, 5, 3, 8), 0, 2, 3, 1);
        Graph graph = make.Return(make.Add(new MatMul(false, false), q, k));
        GraphRun.OptimizedGivesTheSame(graph, 1e-6f);
        Assert.Equal("Transpose Transpose MatMul", GraphRun.Operators(graph));
        Assert.Equal(new Axes(0, 2, 1, 3), ((Transpose)graph.Nodes[1].Operator).Order);
        Assert.True(((MatMul)graph.Nodes[2].Operator).TransB);
    }
}
