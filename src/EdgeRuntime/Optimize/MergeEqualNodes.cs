using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Optimize;

/// <summary>Equal constants become one, and so do nodes that compute the same from the same.</summary>
internal static class MergeEqualNodes
{
    /// <summary>Larger constants are compared by identity alone: weights that stand twice in a file are rare, reading them all is not free.</summary>
    private const int LargestConstant = 64 << 10;

    public static bool Run(Graph graph)
    {
        Dictionary<Tensor, Value> constants = new(new Contents());
        Dictionary<Node, Node> seen = new(new Computation());
        HashSet<Value> changing = ChangingVariables(graph);
        return Rewriter.Sweep(graph, (node, rewriter) =>
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] is { IsConstant: true, Bytes: <= LargestConstant } constant && !constants.TryAdd(constant.Data!, constant))
                    node.Inputs[i] = constants[constant.Data!];
            }

            if (node.Operator.IsRandom || node.Operator.Updates || Array.Exists(node.Inputs, value => value is not null && changing.Contains(value)))
                return;
            if (seen.TryAdd(node, node))
                return;
            Node first = seen[node];
            for (int i = 0; i < node.Outputs.Length; i++)
                rewriter.Replace(node.Outputs[i], first.Outputs[i]);
        });
    }

    /// <summary>Variables that a node of the graph writes: two readers may see different contents.</summary>
    private static HashSet<Value> ChangingVariables(Graph graph)
    {
        HashSet<Value> changing = [];
        foreach (Node node in graph.Nodes)
        {
            if (!node.Operator.Updates)
                continue;
            foreach (Value? input in node.Inputs)
            {
                if (input is { Kind: ValueKind.Variable })
                    changing.Add(input);
            }
        }

        return changing;
    }

    private sealed class Contents : IEqualityComparer<Tensor>
    {
        public bool Equals(Tensor? x, Tensor? y) =>
            ReferenceEquals(x, y) || (x!.Type == y!.Type && x.Shape == y.Shape && x.Bytes.SequenceEqual(y.Bytes));

        public int GetHashCode(Tensor tensor)
        {
            HashCode hash = default;
            hash.Add(tensor.Type);
            hash.Add(tensor.Shape);
            hash.AddBytes(tensor.Bytes);
            return hash.ToHashCode();
        }
    }

    private sealed class Computation : IEqualityComparer<Node>
    {
        public bool Equals(Node? x, Node? y) => x!.Operator.Equals(y!.Operator) && x.Inputs.AsSpan().SequenceEqual(y.Inputs);

        public int GetHashCode(Node node)
        {
            HashCode hash = default;
            hash.Add(node.Operator);
            foreach (Value? input in node.Inputs)
                hash.Add(input);
            return hash.ToHashCode();
        }
    }
}
