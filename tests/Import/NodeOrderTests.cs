using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using Xunit;

namespace Tests.Import;

public class NodeOrderTests
{
    [Fact]
    public void NodesInOrderStayAsTheyAre()
    {
        GraphProto graph = Graph(("a", "x"), ("b", "a"), ("c", "b"));
        Assert.Same(graph.Node, NodeOrder.Sort(graph));
    }

    [Fact]
    public void NodesOutOfOrderMoveBehindWhatTheyRead()
    {
        GraphProto graph = Graph(("c", "b"), ("b", "a"), ("d", "x"), ("a", "x"));
        Assert.Equal(["a", "b", "c", "d"], NodeOrder.Sort(graph).Select(n => n.Output[0]));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "c")]
    public void ACycleIsNamed(string output, string input)
    {
        GraphProto graph = Graph((output, input), ("b", "a"), ("c", "b"));
        EdgeException error = Assert.Throws<EdgeException>(() => NodeOrder.Sort(graph));
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("cyclic", error.Message);
    }

    [Fact]
    public void AChainOfAHundredThousandNodesInReverseIsSorted()
    {
        const int Count = 100_000;
        GraphProto graph = new();
        for (int i = Count; i > 0; i--)
            Add(graph, $"v{i}", $"v{i - 1}");
        IReadOnlyList<NodeProto> sorted = NodeOrder.Sort(graph);
        Assert.Equal(("v1", $"v{Count}"), (sorted[0].Output[0], sorted[^1].Output[0]));
    }

    private static GraphProto Graph(params (string Output, string Input)[] nodes)
    {
        GraphProto graph = new();
        foreach ((string output, string input) in nodes)
            Add(graph, output, input);
        return graph;
    }

    private static void Add(GraphProto graph, string output, string input)
    {
        NodeProto node = new() { OpType = "Relu", Name = output };
        node.Input.Add(input);
        node.Output.Add(output);
        graph.Node.Add(node);
    }
}
