using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class PermuteFlattenedWeightsTests
{
    private const float Rounding = 1e-5f;

    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void FlattenedChannelsMeetPermutedRows(int batch, bool transB)
    {
        Value x = make.Reshape(make.ToChannelsFirst(make.Input(batch, 4, 5, 3)), batch, 60);
        Value weights = transB ? make.Constant(1, 7, 60) : make.Constant(1, 60, 7);
        Graph graph = make.Return(make.Add(new Gemm(transB, Bounds.None), x, weights, make.Constant(1, 7)));
        GraphRun.OptimizedGivesTheSame(graph, Rounding);
        Assert.Equal("Reshape Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void ActivationsBetweenDoNotMatter()
    {
        Value x = make.Reshape(make.ToChannelsFirst(make.Input(2, 4, 5, 3)), 2, 60);
        Graph graph = make.Return(make.Gemm(make.Add(new Sigmoid(), x), 7));
        GraphRun.OptimizedGivesTheSame(graph, Rounding);
        Assert.Equal("Sigmoid Reshape Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void RowsThatAreMovedThemselvesStayTransposed()
    {
        Value x = make.Reshape(make.Transpose(make.Input(4, 3, 5), 1, 0, 2), 3, 20);
        Graph graph = make.Return(make.Gemm(x, 7));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose Reshape Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void WeightsThatAreTrainedStay()
    {
        Value x = make.Reshape(make.ToChannelsFirst(make.Input(2, 4, 5, 3)), 2, 60);
        Graph graph = make.Return(make.Add(new Gemm(true, Bounds.None), x, make.Variable(7, 60)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose Reshape Gemm", GraphRun.Operators(graph));
    }
}
