using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// Gradients that are chains of additions over the batch go on in the sum of the steps before, instead of being added to it as a whole:
/// the bits are those of one large batch, and a pass over the weights is saved.
/// </summary>
internal static class JoinSums
{
    public static void Run(Graph graph)
    {
        Dictionary<Value, List<Node>> readers = graph.Readers();
        foreach (Node node in graph.Nodes.FindAll(n => n.Operator is AccumulateGradient))
        {
            if (node.Input(1).Producer is not { Operator: ISummed op } producer || readers[node.Input(1)].Count > 1 || graph.IsOutput(node.Input(1)))
                continue;
            Node summing = new(producer.Name, op.IntoSum(), [.. producer.Inputs, node.Input(0)]);
            graph.Nodes[graph.Nodes.IndexOf(producer)] = summing;
            graph.Nodes.Remove(node);
            graph.Replace(node.Output, summing.Output);
        }
    }
}
