using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Optimize;

/// <summary>The wiring of a graph at one moment, for a pass that may find its result no better.</summary>
internal sealed class Snapshot
{
    private readonly Graph graph;
    private readonly Node[] nodes;
    private readonly Value?[][] inputs;
    private readonly (string Name, Value Value)[] outputs;

    public Snapshot(Graph graph)
    {
        this.graph = graph;
        nodes = [.. graph.Nodes];
        inputs = Array.ConvertAll(nodes, node => (Value?[])node.Inputs.Clone());
        outputs = [.. graph.Outputs];
    }

    public void Restore()
    {
        Refill(graph.Nodes, nodes);
        Refill(graph.Outputs, outputs);
        for (int i = 0; i < nodes.Length; i++)
            inputs[i].CopyTo(nodes[i].Inputs, 0);
    }

    private static void Refill<T>(List<T> list, T[] items)
    {
        list.Clear();
        list.AddRange(items);
    }
}
