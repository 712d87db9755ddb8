using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class MergeEqualNodesTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void EqualNodesAndTheirReadersBecomeOne()
    {
        Value x = make.Input(2, 3);
        Value a = make.Reshape(make.Transpose(x, 1, 0), 6), b = make.Reshape(make.Transpose(x, 1, 0), 6);
        Graph graph = make.Return(a, b, make.Transpose(x, 0, 1));
        GraphRun.SameAfter(graph, g => Assert.True(MergeEqualNodes.Run(g)));
        Assert.Equal("Transpose Reshape Transpose", GraphRun.Operators(graph));
        Assert.Same(graph.Outputs[0].Value, graph.Outputs[1].Value);
    }

    [Fact]
    public void EqualConstantsBecomeOne()
    {
        Value x = make.Input(1, 2);
        Value first = Value.Constant("a", Tensor.Of<float>(new Shape(1, 2), [1, 2])), second = Value.Constant("b", Tensor.Of<float>(new Shape(1, 2), [1, 2]));
        Value other = Value.Constant("c", Tensor.Of<float>(new Shape(1, 2), [1, -2]));
        Graph graph = make.Return(make.Add(new Concat(0), x, first), make.Add(new Concat(0), x, second), make.Add(new Concat(0), x, other));
        GraphRun.SameAfter(graph, g => Assert.True(MergeEqualNodes.Run(g)));
        Assert.Equal("Concat Concat", GraphRun.Operators(graph));
    }
}
