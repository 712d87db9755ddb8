using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class ReadLastStatesTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(false, 4, "RNN Reshape")]
    [InlineData(true, 0, "RNN Reshape")]
    [InlineData(true, 4, "RNN Slice")]
    [InlineData(false, 3, "RNN Slice")]
    public void TheLastStepIsTheLastState(bool reverse, int step, string operators)
    {
        Value y = make.Add(new RnnScan(CellSettings.Usual, reverse), make.Input(5, 2, 3), make.Input(3, 3));
        Graph graph = make.Return(make.Add(Slice.Of(y.Shape, 0, step, 1), y));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal(operators, GraphRun.Operators(graph));
        ReadLastStates.DropSequences(graph);
        Assert.Equal(operators == "RNN Reshape" ? 0 : 5, graph.Nodes[0].Output.Shape[0]);
    }

    [Fact]
    public void WhereLengthsDifferTheLastStepIsNotTheLastState()
    {
        Value lengths = Value.Constant("lengths", Tensor.Of<int>(new Shape(2), [5, 2]));
        Value y = make.Add(new RnnScan(CellSettings.Usual, Reverse: false), make.Input(5, 2, 3), make.Input(3, 3), null, null, lengths);
        Graph graph = make.Return(make.Add(Slice.Of(y.Shape, 0, 4, 1), y));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("RNN Slice", GraphRun.Operators(graph));
    }
}
