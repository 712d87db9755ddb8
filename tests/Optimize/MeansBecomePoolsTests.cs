using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class MeansBecomePoolsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void AMeanOverAllPixelsIsAGlobalPool()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 4, 5, 3));
        Graph graph = make.Return(make.Reshape(make.Add(new Reduce(ReduceKind.Mean, new Axes(2, 3)), x), 2, 3));
        GraphRun.OptimizedGivesTheSame(graph, 1e-6f);
        Assert.Equal("AveragePool Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AMeanOverSomeOfThemIsNot()
    {
        Graph graph = make.Return(make.Add(new Reduce(ReduceKind.Mean, new Axes(1)), make.Input(2, 4, 5, 3)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("ReduceMean", GraphRun.Operators(graph));
    }
}
