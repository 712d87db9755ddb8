using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class SinkTransposesTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void APairThatUndoesItselfVanishes()
    {
        Value x = make.Input(2, 3, 4, 5);
        Graph graph = make.Return(make.Reshape(make.ToChannelsFirst(make.ToChannelsLast(x)), 6, 20));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AChainBecomesOneTranspose()
    {
        Value x = make.Input(2, 3, 4, 5);
        Graph graph = make.Return(make.Transpose(make.Transpose(make.Transpose(x, 1, 0, 2, 3), 0, 2, 1, 3), 3, 1, 0, 2));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose", GraphRun.Operators(graph));
    }

    [Fact]
    public void ATransposeThatMovesOnlyAxesOfLengthOneIsAView()
    {
        Graph graph = make.Return(make.ToChannelsLast(make.Input(2, 1, 4, 5)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void APairAroundElementwiseOperatorsVanishes()
    {
        Value x = make.Input(2, 3, 4, 5);
        Value inside = make.Add(new Cast(ElementType.Int32), make.ToChannelsLast(x));
        Graph graph = make.Return(make.ToChannelsFirst(inside), make.ToChannelsFirst(make.Add(new Cast(ElementType.Bool), inside)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Cast Cast", GraphRun.Operators(graph));
    }

    [Theory]
    [InlineData("2,3,4,5", "2,3,20")] // H and W joined
    [InlineData("2,6,4,5", "2,2,3,4,5")] // C split
    [InlineData("2,3,4,5", "2,3,1,4,5")]
    [InlineData("2,3,4,1", "2,3,4")]
    [InlineData("2,3,1,1", "2,3")]
    [InlineData("1,3,1,1", "3")]
    [InlineData("2,1,4,5", "2,20")]
    [InlineData("1,3,4,5", "3,1,1,20,1")]
    public void AReshapeWithinAxesIsDoneBeforeTheTranspose(string from, string to)
    {
        Value x = make.Input(Ints(from));
        Value y = make.Reshape(make.ToChannelsFirst(make.ToChannelsLast(x)), Ints(to));
        Value z = make.Reshape(make.ToChannelsFirst(make.Input(2, 4, 5, 3)), 2, 3, 20);
        Graph graph = make.Return(y, make.Transpose(z, 0, 2, 1));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AReshapeAcrossScatteredAxesStaysBehindTheTranspose()
    {
        Value x = make.Input(2, 4, 5, 3);
        Graph graph = make.Return(make.Reshape(make.ToChannelsFirst(x), 2, 60));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void NothingIsKeptThatMovesMoreThanBefore()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 4, 5, 3));
        Graph graph = make.Return(make.Add(new Cast(ElementType.Int32), x), make.Add(new Cast(ElementType.Int8), x), make.Add(new Cast(ElementType.Bool), x));
        string before = GraphPrinter.Print(graph);
        Assert.False(SinkTransposes.Run(graph));
        Assert.Equal(before, GraphPrinter.Print(graph));
    }

    private static int[] Ints(string list) => System.Array.ConvertAll(list.Split(','), int.Parse);
}
