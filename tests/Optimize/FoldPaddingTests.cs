using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FoldPaddingTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void ZerosAroundAConvolutionAreItsPadding()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 5, 6, 3));
        Value padded = make.Add(new Pad(PadMode.Constant, new Axes(0, 0, 1, 2), new Axes(0, 0, 0, 1)), x);
        Folds(make.Conv(make.ToChannelsLast(padded), 4, 3, padding: 1), "Conv");
    }

    [Fact]
    public void ZerosAroundAnImageThatIsThenTransposedAreThePaddingToo()
    {
        Value padded = make.Add(new Pad(PadMode.Constant, new Axes(0, 0, 1, 2), new Axes(0, 0, 0, 1)), make.Input(2, 3, 5, 6));
        Folds(make.Conv(make.ToChannelsLast(padded), 4, 1), "Transpose Conv");
    }

    [Theory]
    [InlineData(0, false, "AveragePool")]
    [InlineData(1, true, "AveragePool")]
    [InlineData(1, false, "Pad AveragePool")] // only the pool's own padding is left out of its means
    public void ZerosAroundAnAveragePoolCount(int padding, bool count, string operators) =>
        Folds(make.AveragePool(make.Pad(make.Input(2, 5, 6, 3), 0, 1, 1), 3, 2, padding, count), operators);

    [Theory]
    [InlineData(float.NegativeInfinity, false, "MaxPool")]
    [InlineData(0f, true, "Relu MaxPool")]
    [InlineData(0f, false, "Pad MaxPool")]
    [InlineData(1f, true, "Relu Pad MaxPool")]
    public void PaddingThatCannotWinIsAMaxPoolsOwn(float fill, bool relu, string operators)
    {
        Value x = make.Input(2, 5, 6, 3);
        Folds(make.MaxPool(make.Pad(relu ? make.Add(new Relu(), x) : x, fill, 1, 1), 3, 2), operators);
    }

    [Fact]
    public void PaddingOfAnEmptyImageStays() => Folds(make.Conv(make.Pad(make.Input(1, 0, 4, 3), 0, 2, 0), 4, 3), "Pad Conv");

    [Fact]
    public void PaddingAsWideAsTheWindowOrOfOtherAxesStays()
    {
        Value x = make.Add(new Relu(), make.Input(2, 5, 6, 3));
        Value y = make.MaxPool(make.Pad(x, 0, 2, 1), 2, 2);
        Value z = make.Conv(make.Add(new Pad(PadMode.Constant, new Axes(0, 0, 0, 1), new Axes(0, 0, 0, 0)), x), 4, 3);
        Graph graph = make.Return(y, z);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Relu Pad MaxPool Pad Conv", GraphRun.Operators(graph));
    }

    private void Folds(Value y, string operators)
    {
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
