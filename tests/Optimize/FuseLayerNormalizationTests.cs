using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Optimize;

public class FuseLayerNormalizationTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TheFormulaIsOneNode(bool power, bool reciprocal)
    {
        Value x = make.Input(2, 5, 16);
        Value difference = make.Add(new Sub(), x, Mean(x));
        Value square = power ? make.Add(new Pow(), difference, make.Scalar(2)) : make.Add(new Mul(), difference, difference);
        Value root = Root(square);
        Value y = reciprocal
            ? make.Add(new Mul(), make.Add(new Sub(), x, Mean(x)), make.Add(new Reciprocal(), root))
            : make.Add(new Div(), difference, root);
        y = make.Add(new Add(), make.Constant(1, 16), make.Add(new Mul(), y, make.Variable(1, 1, 16)));
        Becomes(y, "Reshape LayerNormalization");
    }

    [Fact]
    public void WithoutAMeanItIsRootMeanSquareNormalization()
    {
        Value x = make.Input(2, 5, 16);
        Value y = make.Add(new Div(), x, Root(make.Add(new Mul(), x, x)));
        Becomes(make.Add(new Mul(), y, make.Constant(1, 16)), "LayerNormalization");
        Assert.False(((LayerNormalization)make.Graph.Nodes[0].Operator).Centered);
    }

    [Fact]
    public void TheMeanOfAnotherTensorIsNoNormalization()
    {
        Value x = make.Input(2, 5, 16);
        Value difference = make.Add(new Sub(), x, Mean(make.Input(2, 5, 16)));
        Value other = make.Add(new Sub(), x, make.Scalar(1));
        Value y = make.Add(new Div(), difference, Root(make.Add(new Mul(), other, other)));
        Becomes(y, "ReduceMean Sub Sub Mul ReduceMean Add Sqrt Div");
    }

    private Value Mean(Value x) => make.Add(new Reduce(ReduceKind.Mean, new Axes(x.Shape.Rank - 1)), x);

    private Value Root(Value square) => make.Add(new Sqrt(), make.Add(new Add(), Mean(square), make.Scalar(1e-3f)));

    private void Becomes(Value y, string operators)
    {
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
