using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>
/// The last change of a graph with states: all states are stored at the end of the run, after everybody has read the old ones, and what
/// would still be read from an old state after that is copied before.
/// </summary>
internal static class StateOrder
{
    public static void Finish(Graph graph)
    {
        if (graph.States.Count == 0)
            return;
        List<Node> stores = graph.Nodes.FindAll(node => node.Operator is StoreState);
        graph.Nodes.RemoveAll(node => node.Operator is StoreState);
        foreach (Node store in stores)
        {
            // A shift register hands one state on to another: both would be overwritten while they are read.
            if (IsOldState(graph, store.Input(1)))
                store.Inputs[1] = graph.Add($"{store.Name} before", new Copy(), store.Input(1)).Output;
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            (string name, Value value) = graph.Outputs[i];
            if (IsOldState(graph, value))
                graph.Outputs[i] = (name, graph.Add(name, new Copy(), value).Output);
        }

        graph.Nodes.AddRange(stores);
    }

    /// <summary>Whether a value is a state or looks at a part of one.</summary>
    private static bool IsOldState(Graph graph, Value value)
    {
        while (value.Producer is { Operator.Updates: false } node && node.Operator.Shares(node, System.Array.IndexOf(node.Outputs, value)) is { Kind: SharingKind.View } view)
            value = node.Input(view.Input);
        return graph.States.Contains(value);
    }
}
