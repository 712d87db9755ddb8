using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class ReadPlanesTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(2, 3, 1, 0)]
    [InlineData(3, 3, 2, 1)]
    [InlineData(4, 5, 1, 2)]
    public void AConvolutionReadsAFewPlanesAsTheyCome(int channels, int kernel, int stride, int padding)
    {
        Value image = make.Input(2, channels, 9, 11);
        Window window = new(new Axes(kernel, kernel), new Axes(stride, stride), new Axes(1, 1), new Axes(padding, padding), new Axes(padding, padding));
        Value weights = make.Constant(1, 7, channels, kernel, kernel);
        Reads(make.Add(new Conv(window, 1, Bounds.None), make.ToChannelsLast(image), weights, make.Constant(1, 7)), "Conv");
    }

    [Theory]
    [InlineData(5, 3)] // enough channels to be worth a run
    [InlineData(3, 1)] // a matrix product
    public void OthersAreTransposed(int channels, int kernel)
    {
        Value image = make.Input(2, channels, 9, 11);
        Reads(make.Conv(make.ToChannelsLast(image), 7, kernel), "Transpose Conv");
    }

    [Fact]
    public void AnImageThatOthersReadTooIsTransposedOnce()
    {
        Value image = make.ToChannelsLast(make.Input(1, 3, 8, 8));
        Graph graph = make.Return(make.Conv(image, 4, 3), make.MaxPool(image, 2, 2));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose Conv MaxPool", GraphRun.Operators(graph));
    }

    private void Reads(Value y, string operators)
    {
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
