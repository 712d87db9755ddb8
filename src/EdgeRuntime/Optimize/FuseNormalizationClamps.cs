using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Relu and Clip behind batch normalization in training become its clamp, in both directions one pass over memory less. Bit-identical.
/// Not a <see cref="Rewriter"/> rule: nodes between the two (running statistics) read other outputs of the node that is replaced.
/// </summary>
internal static class FuseNormalizationClamps
{
    public static bool Run(Graph graph)
    {
        if (!graph.Nodes.Exists(node => node.Operator is ChannelNormalization))
            return false;
        Dictionary<Value, List<Node>> readers = graph.Readers();
        Dictionary<Value, Value> replaced = [];
        HashSet<Node> gone = [];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Operator is not ChannelNormalization { Bounds: var own } op || own != Bounds.None || graph.IsOutput(node.Output))
                continue;
            if (!readers.TryGetValue(node.Output, out List<Node>? list) || list.Count > 1 || Clamp.Of(list[0]) is not { } bounds)
                continue;
            Node fused = new(node.Name, op with { Bounds = bounds }, node.Inputs);
            for (int k = 1; k < node.Outputs.Length; k++)
                replaced[node.Outputs[k]] = fused.Outputs[k];
            replaced[list[0].Output] = fused.Output;
            gone.Add(list[0]);
            graph.Nodes[i] = fused;
        }

        graph.Nodes.RemoveAll(gone.Contains);
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] is { } input && replaced.TryGetValue(input, out Value? value))
                    node.Inputs[i] = value;
            }
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (replaced.TryGetValue(graph.Outputs[i].Value, out Value? value))
                graph.Outputs[i] = (graph.Outputs[i].Name, value);
        }

        return gone.Count > 0;
    }
}
