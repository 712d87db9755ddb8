using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// In a graph with its gradients: an activation that the backward pass reads only to see where its Relu or Clip was open is not kept; a
/// bit an element is, written beside it. That is so behind layers whose own weights are frozen. Bit-identical.
/// </summary>
internal static class KeepMasks
{
    /// <param name="graph">The graph.</param>
    /// <param name="forward">How many of its first nodes are the forward pass.</param>
    public static void Run(Graph graph, int forward)
    {
        HashSet<Value> others = OtherReaders(graph, forward);
        HashSet<Node> forwardNodes = [.. graph.Nodes.GetRange(0, forward)];
        Dictionary<Value, Node> masks = [];
        for (int i = forward; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (BoundsOf(node.Operator) is not { } bounds || node.Input(0) is not { Kind: ValueKind.Computed } y || others.Contains(y.Root) || !forwardNodes.Contains(y.Producer!))
                continue;
            if (!masks.TryGetValue(y, out Node? mask))
                masks.Add(y, mask = new Node($"{y.Name}/mask", new ClampMask(bounds), y));
            Node masked = new(node.Name, new MaskedGradient(), mask.Output, node.Input(1));
            graph.Nodes[i] = masked;
            graph.Replace(node.Output, masked.Output);
        }

        Insert(graph, masks);
    }

    private static Bounds? BoundsOf(Operator op) => op switch
    {
        UnaryGradient<Relu.Formula> => Bounds.Relu,
        UnaryGradient<Clip.Formula> clip => new Bounds(clip.Map.Low, clip.Map.High),
        _ => null,
    };

    /// <summary>The values that backward nodes read for another reason than a mask, as the whole that a view looks at.</summary>
    private static HashSet<Value> OtherReaders(Graph graph, int forward)
    {
        HashSet<Value> others = [];
        for (int i = forward; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                if (node.Inputs[k] is { } input && (k > 0 || BoundsOf(node.Operator) is null))
                    others.Add(input.Root);
            }
        }

        return others;
    }

    private static void Insert(Graph graph, Dictionary<Value, Node> masks)
    {
        List<Node> nodes = [];
        foreach (Node node in graph.Nodes)
        {
            nodes.Add(node);
            foreach (Value output in node.Outputs)
            {
                if (masks.TryGetValue(output, out Node? mask))
                    nodes.Add(mask);
            }
        }

        graph.Nodes.Clear();
        graph.Nodes.AddRange(nodes);
    }
}
