using System.Collections.Generic;

namespace EdgeRuntime.Graphs;

/// <summary>Nodes in an order in which they can run, with the values that come in and go out.</summary>
internal sealed class Graph(string name)
{
    public string Name { get; } = name;

    public List<Value> Inputs { get; } = [];

    /// <summary>What goes out, each under the name that the model gives it.</summary>
    public List<(string Name, Value Value)> Outputs { get; } = [];

    public List<Node> Nodes { get; } = [];

    // Casts from 8 bits and a few permutations of every weight.
    private const long FoldsOfStoredBytes = 16;

    /// <summary>
    /// How many more bytes may be computed at load. A node whose result does not fit runs in every run instead, so that a file of a few
    /// bytes that asks for gigabytes meets the byte budget of a session and not the memory of the machine.
    /// </summary>
    public long FoldBudget { get; set; } = 16 << 20;

    /// <summary>Who wrote the model file, in its own words; empty where it does not say.</summary>
    public string Producer { get; init; } = "";

    /// <summary>What is odd about the model though it can be run, for a person to read.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>How many more operations may be done at load: half a second's on a small board and some for each byte of the file.</summary>
    public long FoldWork { get; set; } = 400_000_000;

    /// <summary>The number of the training step, an int64 scalar that the trainer writes: the place in random streams. Null where nothing is random.</summary>
    public Value? Counter { get; set; }

    /// <summary>Variables that carry a session's state from one run to the next, in an order of their own.</summary>
    public List<Value> States { get; } = [];

    /// <summary>The input of 32-bit floats that takes a frame where the graph is run step by step; null where it is not.</summary>
    public Value? Frame { get; set; }

    /// <summary>Says that so many bytes stand in the file itself, so that more may be computed from them.</summary>
    public void Stored(long bytes)
    {
        FoldBudget += FoldsOfStoredBytes * bytes;
        FoldWork += FoldsOfStoredBytes * bytes;
    }

    /// <summary>Appends a node.</summary>
    public Node Add(string nodeName, Operator op, params Value?[] inputs)
    {
        Node node = new(nodeName, op, inputs);
        Nodes.Add(node);
        return node;
    }

    /// <summary>The nodes that read each value, one entry a reading node, in order.</summary>
    public Dictionary<Value, List<Node>> Readers()
    {
        Dictionary<Value, List<Node>> readers = [];
        foreach (Node node in Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is null)
                    continue;
                if (!readers.TryGetValue(input, out List<Node>? list))
                    readers.Add(input, list = []);
                if (list.Count == 0 || list[^1] != node)
                    list.Add(node);
            }
        }

        return readers;
    }

    public bool IsOutput(Value value)
    {
        foreach ((_, Value output) in Outputs)
        {
            if (output == value)
                return true;
        }

        return false;
    }

    /// <summary>Makes every reader of <paramref name="old"/>, and every output of the graph, read <paramref name="replacement"/> instead.</summary>
    public void Replace(Value old, Value replacement)
    {
        foreach (Node node in Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] == old)
                    node.Inputs[i] = replacement;
            }
        }

        for (int i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i].Value == old)
                Outputs[i] = (Outputs[i].Name, replacement);
        }
    }

    /// <summary>Drops nodes none of whose outputs is read, or goes out, or overwrites a variable.</summary>
    public void RemoveDead()
    {
        HashSet<Value> live = [];
        foreach ((_, Value output) in Outputs)
            live.Add(output);
        Stack<Node> kept = new(Nodes.Count);
        for (int i = Nodes.Count - 1; i >= 0; i--)
        {
            Node node = Nodes[i];
            if (!IsLive(node, live))
                continue;
            kept.Push(node);
            foreach (Value? input in node.Inputs)
            {
                if (input is not null)
                    live.Add(input);
            }
        }

        Nodes.Clear();
        Nodes.AddRange(kept);
    }

    private static bool IsLive(Node node, HashSet<Value> live)
    {
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (live.Contains(node.Outputs[i]))
                return true;
            Sharing sharing = node.Operator.Shares(node, i);
            if (node.Operator.Updates && sharing.Kind == SharingKind.View)
                return true;
        }

        return false;
    }
}
