using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class RemoveNothingsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void NodesThatGiveTheirInputBackVanish()
    {
        Value x = make.Input(2, 3);
        Value y = make.Transpose(make.Add(new Cast(ElementType.Float32), make.Reshape(x, 2, 3)), 0, 1);
        y = make.Add(new Slice(new Axes(0, 0), new Axes(1, 1), new Axes(2, 3)), make.Add(new Concat(1), y));
        y = make.Add(new Tile(new Axes(1, 1)), make.Add(new Expand(new Shape(2, 3)), make.Add(new Split(0, new Axes(2)), y)));
        y = make.Add(new Pad(PadMode.Edge, new Axes(0, 0), new Axes(0, 0)), y);
        Graph graph = make.Return(y);
        GraphRun.SameAfter(graph, g => Assert.True(RemoveNothings.Run(g)));
        Assert.Empty(graph.Nodes);
        Assert.Same(x, graph.Outputs[0].Value);
    }

    [Fact]
    public void ASliceThatTurnsAnAxisAroundStays()
    {
        Graph graph = make.Return(make.Add(new Slice(new Axes(0, 2), new Axes(1, -1), new Axes(2, 3)), make.Input(2, 3)));
        GraphRun.SameAfter(graph, g => Assert.False(RemoveNothings.Run(g)));
        Assert.Single(graph.Nodes);
    }
}
