using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FuseResidualsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void AResidualBlockIsTwoConvolutions()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 5, 6, 3));
        Value inside = make.Add(new Relu(), make.ToChannelsFirst(make.Conv(make.ToChannelsLast(x), 3, 3, padding: 1)));
        Value y = make.Add(new Add(), make.ToChannelsFirst(make.Conv(make.ToChannelsLast(inside), 3, 3, padding: 1)), x);
        Graph graph = make.Return(make.ToChannelsLast(make.Add(new Relu(), y)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Conv", GraphRun.Operators(graph));
        Assert.Same(graph.Inputs[0], graph.Nodes[1].Input(3));
    }

    [Fact]
    public void OfTwoConvolutionsTheLaterOneAdds()
    {
        Value x = make.Input(2, 5, 6, 3);
        Value first = make.Conv(x, 4, 1), second = make.Conv(x, 4, 3, padding: 1);
        Graph graph = make.Return(make.Add(new Relu(), make.Add(new Add(), second, first)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Conv", GraphRun.Operators(graph));
        Assert.Same(first, graph.Nodes[1].Input(3));
    }

    [Fact]
    public void AMatrixProductAddsToo()
    {
        Value x = make.Input(3, 5);
        Graph graph = make.Return(make.Add(new Add(), x, make.Gemm(make.Add(new Sigmoid(), x), 5)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Sigmoid Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void ASumThatBroadcastsAndASumAfterAReluStay()
    {
        Value x = make.Input(3, 5);
        Value clamped = make.Add(new Relu(), make.Gemm(x, 5));
        Graph graph = make.Return(make.Add(new Add(), clamped, x), make.Add(new Add(), make.Gemm(x, 5), make.Input(1, 5)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Gemm Add Gemm Add", GraphRun.Operators(graph));
    }
}
