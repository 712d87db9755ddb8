using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class MergeSlicesTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void ASliceOfASliceIsOne()
    {
        Value x = make.Input(9, 8, 2);
        Value y = make.Add(new Slice(new Axes(8, 1, 0), new Axes(-2, 3, 1), new Axes(4, 3, 2)), x);
        Graph graph = make.Return(
            make.Add(new Slice(new Axes(3, 0, 1), new Axes(-1, 2, -1), new Axes(3, 2, 2)), y),
            make.Add(new Slice(new Axes(1, 0, 1), new Axes(5, 1, 1), new Axes(1, 3, 1)), y));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Slice Slice", GraphRun.Operators(graph));
    }
}
