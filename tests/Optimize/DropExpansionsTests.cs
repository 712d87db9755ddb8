using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class DropExpansionsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void BroadcastingDoesWhatAnExpansionDid()
    {
        Value row = make.Add(new Expand(new Shape(2, 3, 4)), make.Input(3, 1));
        Graph graph = make.Return(make.Add(new Mul(), make.Input(2, 3, 4), row));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Mul", GraphRun.Operators(graph));
    }

    [Fact]
    public void OneOfTwoExpansionsMustStay()
    {
        Value a = make.Add(new Expand(new Shape(2, 3)), make.Input(1, 3)), b = make.Add(new Expand(new Shape(2, 3)), make.Input(3));
        Graph graph = make.Return(make.Add(new Add(), a, b));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Expand Add", GraphRun.Operators(graph));
    }
}
