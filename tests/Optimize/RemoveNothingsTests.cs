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
    public void FactorsOfOneAndSumsWithZeroVanish()
    {
        Value x = make.Input(2, 3), one = make.Scalar(1), zero = make.Scalar(0);
        Value y = make.Add(new Mul(), one, make.Add(new Div(), make.Add(new Pow(), x, one), one));
        y = make.Add(new Add(), zero, make.Add(new Sub(), y, Value.Constant("zeros", new Tensor(ElementType.Float32, new Shape(2, 3)))));
        Graph graph = make.Return(y);
        GraphRun.SameAfter(graph, g => Assert.True(RemoveNothings.Run(g)));
        Assert.Empty(graph.Nodes);
    }

    [Fact]
    public void ArithmeticThatChangesAnythingStays()
    {
        Value x = make.Input(2, 3), one = make.Scalar(1), zero = make.Scalar(0);
        Value wide = make.Add(new Mul(), x, Value.Constant("ones", Tensor.Of<float>(new Shape(2, 1, 1), [1, 1])));
        Graph graph = make.Return(make.Add(new Sub(), zero, x), make.Add(new Div(), one, x), make.Add(new Pow(), one, x), wide, make.Add(new Mul(), x, zero));
        GraphRun.SameAfter(graph, g => Assert.False(RemoveNothings.Run(g)));
        Assert.Equal(5, graph.Nodes.Count);
    }

    [Fact]
    public void ASliceThatTurnsAnAxisAroundStays()
    {
        Graph graph = make.Return(make.Add(new Slice(new Axes(0, 2), new Axes(1, -1), new Axes(2, 3)), make.Input(2, 3)));
        GraphRun.SameAfter(graph, g => Assert.False(RemoveNothings.Run(g)));
        Assert.Single(graph.Nodes);
    }
}
