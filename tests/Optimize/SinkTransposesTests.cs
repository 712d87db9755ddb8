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

    [Fact]
    public void ConcatSplitSliceAndGatherWorkInTheOtherOrder()
    {
        Value a = make.ToChannelsFirst(make.Input(2, 4, 5, 3)), b = make.ToChannelsFirst(make.Input(2, 4, 5, 2));
        Value joined = make.Add(new Concat(1), a, b, make.Constant(1, 2, 1, 4, 5));
        Value[] pieces = make.AddAll(new Split(2, new Axes(1, 3)), joined);
        Value slice = make.Add(new Slice(new Axes(0, 5, 0, 1), new Axes(1, -2, 1, 2), new Axes(2, 3, 3, 2)), pieces[1]);
        Value picked = make.Add(new Gather(1), slice, Value.Constant("i", Tensor.Of<long>(new Shape(2), [2, 0])));
        Graph graph = make.Return(make.ToChannelsLast(pieces[0]), make.ToChannelsLast(picked));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Concat Split Slice Gather", GraphRun.Operators(graph));
    }

    [Fact]
    public void OperatorsAlongAnAxisWorkAlongTheOther()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 4, 5, 3));
        Value probabilities = make.Add(new Softmax(1), x);
        Value means = make.Add(new Reduce(ReduceKind.Mean, new Axes(1, 3)), x);
        Value best = make.Add(new ArgReduce(1, false, false), probabilities), three = make.Add(new TopK(2, 2, true), probabilities);
        Graph graph = make.Return(make.ToChannelsLast(best), make.ToChannelsLast(three), make.ToChannelsLast(means));
        GraphRun.OptimizedGivesTheSame(graph, 1e-6f);
        Assert.Equal("Softmax ReduceMean ArgMax TopK", GraphRun.Operators(graph));
    }

    [Fact]
    public void OperandsThatBroadcastAreTurnedInstead()
    {
        Value x = make.ToChannelsFirst(make.Input(2, 4, 5, 3));
        Value y = make.Add(new Mul(), make.Add(new Add(), x, make.Constant(1, 3, 1, 1)), make.Constant(1, 1, 3, 4, 5));
        y = make.Add(new Sub(), make.Add(new Max(), make.Scalar(0.25f), y), make.ToChannelsFirst(make.Input(2, 4, 5, 3)));
        y = make.Add(new Mul(), y, make.Input(2, 3, 1, 1));
        y = make.Add(new PRelu(), y, make.Variable(3, 1, 1));
        Graph graph = make.Return(make.ToChannelsLast(y));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Add Mul Clip Sub Reshape Mul Reshape PRelu", GraphRun.Operators(graph));
    }

    [Fact]
    public void AnOperandOfFullSizeInTheOtherOrderKeepsTheTranspose()
    {
        Value y = make.Add(new Add(), make.ToChannelsFirst(make.Input(2, 4, 5, 3)), make.Input(2, 3, 4, 5));
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Transpose Add", GraphRun.Operators(graph));
    }

    [Fact]
    public void APaddingWorksInTheOtherOrder()
    {
        Value x = make.Add(new Cast(ElementType.Int16), make.ToChannelsFirst(make.Input(2, 4, 5, 3)));
        Value padded = make.Add(new Pad(PadMode.Reflect, new Axes(0, 0, 1, 2), new Axes(0, 1, 3, 0)), x);
        Graph graph = make.Return(make.ToChannelsLast(padded));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Cast Pad", GraphRun.Operators(graph));
    }

    [Fact]
    public void AShuffleOfChannelsIsOneTranspose()
    {
        Value x = make.Reshape(make.ToChannelsFirst(make.Input(2, 4, 5, 6)), 2, 2, 3, 4, 5);
        Value shuffled = make.Reshape(make.Transpose(x, 0, 2, 1, 3, 4), 2, 6, 4, 5);
        Graph graph = make.Return(make.ToChannelsLast(shuffled));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape Transpose Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void BlocksOfChannelsBecomePixelsByOneTranspose()
    {
        Value x = make.Reshape(make.ToChannelsFirst(make.Input(2, 4, 5, 12)), 2, 2, 2, 3, 4, 5);
        Value pixels = make.Reshape(make.Transpose(x, 0, 3, 4, 1, 5, 2), 2, 3, 8, 10);
        Graph graph = make.Return(make.ToChannelsLast(pixels));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Reshape Transpose Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void ShuffledChannelsThatAreCutApartStayInChannelsLast()
    {
        Value x = make.ToChannelsFirst(make.Conv(make.Input(2, 4, 5, 6), 6, 1));
        Value shuffled = make.Reshape(make.Transpose(make.Reshape(x, 2, 2, 3, 4, 5), 0, 2, 1, 3, 4), 2, 6, 4, 5);
        Value[] halves = make.AddAll(new Split(1, new Axes(3, 3)), shuffled);
        Value right = make.ToChannelsFirst(make.Conv(make.ToChannelsLast(halves[1]), 3, 1));
        Graph graph = make.Return(make.ToChannelsLast(make.Add(new Concat(1), halves[0], right)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Reshape Transpose Reshape Split Conv Concat", GraphRun.Operators(graph));
    }

    [Fact]
    public void AnOptimizedGraphDoesNotChangeAgain()
    {
        Value x = make.Add(new Cast(ElementType.Int16), make.ToChannelsLast(make.Input(2, 3, 4, 5)));
        Value padded = make.Add(new Pad(PadMode.Constant, new Axes(0, 1, 2, 0), new Axes(0, 1, 3, 0)), x);
        Graph graph = make.Return(make.ToChannelsFirst(padded), make.Reshape(make.ToChannelsFirst(x), 2, 60));
        GraphRun.OptimizedGivesTheSame(graph);
        string once = GraphPrinter.Print(graph);
        Optimizer.Run(graph);
        Assert.Equal(once, GraphPrinter.Print(graph));
    }

    private static int[] Ints(string list) => System.Array.ConvertAll(list.Split(','), int.Parse);
}
