using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Execution;

/// <summary>
/// Decides which values lie in the same memory: views in the value they look at, in-place results over their input, parts of a
/// concatenation inside the whole. What is left are the roots, each with the first and last node at which it must be intact.
/// </summary>
/// <remarks>Times: 0 before the first node (inputs are written), i + 1 at node i, <see cref="End"/> after the last (outputs are read).</remarks>
internal sealed class Places
{
    private readonly Graph graph;
    private readonly Dictionary<Value, (Value Parent, long Offset)> parents = [];
    private readonly Dictionary<Value, (int First, int Last)> lives = [];

    public Places(Graph graph, bool keepInputs)
    {
        this.graph = graph;
        End = graph.Nodes.Count + 1;
        LinkViews();
        MeasureLives(keepInputs);
        LinkInPlace();
        LinkParts();
        LinkStates();
    }

    public int End { get; }

    /// <summary>The roots that take part in the run (constants excepted when nobody reads them), with their lives.</summary>
    public IReadOnlyDictionary<Value, (int First, int Last)> Lives => lives;

    /// <summary>The value in whose memory <paramref name="value"/> lies, and where in it.</summary>
    public (Value Root, long Offset) Of(Value value)
    {
        long offset = 0;
        Value root = value;
        while (parents.TryGetValue(root, out (Value Parent, long Offset) link))
        {
            offset += link.Offset;
            root = link.Parent;
        }

        // A chain of thousands of in-place nodes must not be walked again for each of them.
        if (root != value)
            parents[value] = (root, offset);
        return (root, offset);
    }

    private void LinkViews()
    {
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Outputs.Length; i++)
            {
                Sharing sharing = node.Operator.Shares(node, i);
                if (sharing.Kind == SharingKind.View)
                    parents[node.Outputs[i]] = (node.Input(sharing.Input), sharing.ByteOffset);
            }
        }
    }

    private void MeasureLives(bool keepInputs)
    {
        foreach (Value input in graph.Inputs)
            Touch(input, 0, keepInputs ? End : 0);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value? input in graph.Nodes[i].Inputs)
            {
                if (input is not null)
                    Touch(input, i + 1, i + 1);
            }

            foreach (Value output in graph.Nodes[i].Outputs)
                Touch(output, i + 1, i + 1);
        }

        foreach ((_, Value output) in graph.Outputs)
            Touch(output, End, End);
    }

    private void Touch(Value value, int first, int last)
    {
        Value root = Of(value).Root;
        lives[root] = lives.TryGetValue(root, out (int First, int Last) life)
            ? (Math.Min(life.First, first), Math.Max(life.Last, last))
            : (first, last);
    }

    private void LinkInPlace()
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            for (int o = 0; o < node.Outputs.Length; o++)
            {
                Sharing sharing = node.Operator.Shares(node, o);
                if (sharing.Kind == SharingKind.InPlace && MayOverwrite(node, node.Outputs[o], sharing.Input, i + 1))
                    Link(node.Outputs[o], node.Input(sharing.Input), 0);
            }
        }
    }

    private bool MayOverwrite(Node node, Value output, int index, int time)
    {
        Value input = node.Input(index), root = Of(input).Root;
        if (root.Kind is not (ValueKind.Computed or ValueKind.Input) || lives[root].Last != time || output.Bytes != input.Bytes)
            return false;
        if (!IsReadOnce(node, index, root))
            return false;

        // A second output may already lie there.
        foreach (Value other in node.Outputs)
        {
            if (Of(other).Root == root)
                return false;
        }

        return true;
    }

    /// <summary>Whether a node reads a root through no other input than one that it overwrites.</summary>
    private bool IsReadOnce(Node node, int index, Value root)
    {
        for (int k = 0; k < node.Inputs.Length; k++)
        {
            // x * x may overwrite x; a convolution of x plus x as a residual may not: it reads neighbours that are already written.
            if (k != index && node.Inputs[k] is { } other && Of(other).Root == root && !(other == node.Input(index) && node.Operator.IsElementwise))
                return false;
        }

        return true;
    }

    private void LinkParts()
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                long place = node.Operator.PlaceOfInput(node, k);
                if (place < 0)
                    continue;
                Value part = node.Input(k);
                (Value root, long offset) = Of(part);
                // Only a whole value that nobody reads later may move: what follows may overwrite the concatenation.
                if (offset == 0 && root.Bytes == part.Bytes && root.Kind == ValueKind.Computed && lives[root].Last == i + 1 && Of(node.Output).Root != root)
                    Link(root, node.Output, place);
            }
        }
    }

    /// <summary>A new state is computed where the old one lies if all readers of the old one come before, or its own node writes over it.</summary>
    private void LinkStates()
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is not StoreState)
                continue;
            Value state = node.Input(0);
            (Value root, long offset) = Of(node.Input(1));
            if (offset != 0 || root.Bytes != state.Bytes || root.Kind != ValueKind.Computed)
                continue;
            int read = LastRead(state), written = lives[root].First;
            if (read < written || (read == written && WritesOver(graph.Nodes[read - 1], root, state)))
                Link(root, state, 0);
        }
    }

    /// <summary>When the old state is read last; 0 for never.</summary>
    private int LastRead(Value state)
    {
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (!(node.Operator is StoreState && node.Inputs[0] == state) && Array.Exists(node.Inputs, input => input is not null && Of(input).Root == state))
                return i + 1;
        }

        return 0;
    }

    /// <summary>Whether a node may write an output over the state that it reads.</summary>
    private bool WritesOver(Node node, Value root, Value state)
    {
        for (int o = 0; o < node.Outputs.Length; o++)
        {
            Sharing sharing = node.Operator.Shares(node, o);
            if (node.Outputs[o] == root && sharing.Kind == SharingKind.InPlace && Of(node.Input(sharing.Input)) == (state, 0L))
                return IsReadOnce(node, sharing.Input, state);
        }

        return false;
    }

    private void Link(Value child, Value parent, long offset)
    {
        (int first, int last) = lives[child];
        lives.Remove(child);
        parents[child] = (parent, offset);
        Touch(parent, first, last);
    }
}
