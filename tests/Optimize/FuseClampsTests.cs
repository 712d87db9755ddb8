using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FuseClampsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void ReluAndClipBecomeTheClampOfAProduct()
    {
        Value x = make.Conv(make.Input(2, 5, 6, 3), 4, 3);
        Value y = make.Add(new Clip(-1, 6), make.Add(new Relu(), x));
        Value z = make.Add(new Relu(), make.Gemm(make.Reshape(y, 2, 48), 5));
        Graph graph = make.Return(z);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Reshape Gemm", GraphRun.Operators(graph));
        Assert.Equal(new Bounds(0, 6), ((Conv)graph.Nodes[0].Operator).Bounds);
        Assert.Equal(Bounds.Relu, ((Gemm)graph.Nodes[2].Operator).Bounds);
    }

    [Theory]
    [InlineData(0, 6, -1, 3, 0, 3)]
    [InlineData(0, 6, 7, 9, 7, 7)]
    [InlineData(0, 6, 8, 5, 5, 5)]
    [InlineData(3, 1, -2, 2, 1, 1)]
    public void TwoClipsBecomeOne(float low1, float high1, float low2, float high2, float low, float high)
    {
        Graph graph = make.Return(make.Add(new Clip(low2, high2), make.Add(new Clip(low1, high1), make.Input(100))));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Clip", GraphRun.Operators(graph));
        Assert.Equal((low, high), (((Clip)graph.Nodes[0].Operator).Low, ((Clip)graph.Nodes[0].Operator).High));
    }

    [Fact]
    public void AReluBehindAMaxPoolGoesIntoTheConvolutionBeforeIt()
    {
        Value x = make.MaxPool(make.Conv(make.Input(1, 6, 6, 3), 4, 3), 2, 2);
        Graph graph = make.Return(make.Add(new Relu(), x));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv MaxPool", GraphRun.Operators(graph));
    }

    [Fact]
    public void AProductThatOthersReadKeepsItsSum()
    {
        Value x = make.Gemm(make.Input(2, 3), 4);
        Graph graph = make.Return(make.Add(new Relu(), x), make.Add(new Sigmoid(), x));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Gemm Relu Sigmoid", GraphRun.Operators(graph));
    }
}
