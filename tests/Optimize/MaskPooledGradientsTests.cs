using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class MaskPooledGradientsTests
{
    private static readonly Window Tiles = new(new Axes(2, 2), new Axes(2, 2), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0));
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(1)] // windows side by side
    [InlineData(2)] // windows that overlap: a winner gets several gradients
    public void TheMaskOfAReluGoesBeforeThePool(int taps)
    {
        Window window = taps == 1 ? Tiles : Tiles with { Strides = new Axes(1, 1) };
        Value x = make.Add(new Relu(), make.Input(2, 5, 5, 3));
        Value y = make.Add(new MaxPool(window), x);
        Value dx = make.Add(new ExtremePoolGradient(window), x, y, make.Input(y.Shape.Dims.ToArray()));
        Graph graph = make.Return(make.Add(new UnaryGradient<Relu.Formula>("Relu", default), x, dx));
        GraphRun.SameAfter(graph, g => Assert.True(MaskPooledGradients.Run(g)));
        Assert.Equal("Relu MaxPool ReluGradient ExtremePoolGradient", GraphRun.Operators(graph));
    }

    [Fact]
    public void TheGradientOfABiasIsSummedBeforeThePoolSpreadsIt()
    {
        Value x = make.Input(2, 5, 5, 3);
        Value y = make.Add(new MaxPool(Tiles), x);
        Value dx = make.Add(new ExtremePoolGradient(Tiles), x, y, make.Input(2, 2, 2, 3));
        Graph graph = make.Return(dx, make.Add(new SumRows(), dx));
        Node sum = graph.Nodes[^1];
        GraphRun.SameAfter(graph, g => Assert.True(MaskPooledGradients.Run(g)), 1e-6f);
        Assert.Same(graph.Inputs[1], graph.Outputs[1].Value.Producer!.Input(0));
        Assert.NotSame(sum, graph.Outputs[1].Value.Producer);
    }

    [Fact]
    public void AGradientThatOthersReadTooStays()
    {
        Value x = make.Add(new Relu(), make.Input(1, 4, 4, 3));
        Value y = make.Add(new MaxPool(Tiles), x);
        Value dx = make.Add(new ExtremePoolGradient(Tiles), x, y, make.Input(1, 2, 2, 3));
        Graph graph = make.Return(make.Add(new UnaryGradient<Relu.Formula>("Relu", default), x, dx), dx);
        Assert.False(MaskPooledGradients.Run(graph));
    }
}
