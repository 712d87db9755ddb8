using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// Rewrites a training graph so that some values of the forward pass are not kept for the backward pass but computed a second time, just
/// before the first backward node that reads them. The same kernels on the same inputs: the same bits.
/// </summary>
internal sealed class Replay
{
    private readonly IReadOnlySet<Value> again;
    private readonly Graph result;
    private readonly Dictionary<Value, Value> first = []; // of a value of the source: what the forward pass wrote
    private readonly Dictionary<Value, Value> second = []; // and what was computed again
    private readonly HashSet<Value> overwritten = []; // variables that an update has changed so far

    private Replay(Graph source, IReadOnlySet<Value> again)
    {
        this.again = again;
        result = new Graph(source.Name) { Counter = source.Counter };
        result.Inputs.AddRange(source.Inputs);
    }

    /// <summary>The copy of <paramref name="graph"/> in which the values of <paramref name="again"/> are computed twice.</summary>
    /// <param name="graph">A training graph; it stays as it is. Inputs, constants and variables are shared with the copy.</param>
    /// <param name="forward">How many of its nodes are the forward pass, the loss included.</param>
    /// <param name="again">Roots (see <see cref="Value.Root"/>) that forward nodes write.</param>
    /// <param name="copies">Of each value of <paramref name="graph"/> that a node writes: the one that took its place.</param>
    /// <returns>The copy; null where a value would have to be computed from a variable that has changed since.</returns>
    public static Graph? Apply(Graph graph, int forward, IReadOnlySet<Value> again, out Dictionary<Value, Value> copies)
    {
        Replay replay = new(graph, again);
        copies = replay.first;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (!replay.Copy(graph.Nodes[i], isBackward: i >= forward))
                return null;
        }

        foreach ((string name, Value value) in graph.Outputs)
            replay.result.Outputs.Add((name, replay.first.GetValueOrDefault(value, value)));
        return replay.result;
    }

    private bool Copy(Node node, bool isBackward)
    {
        Value?[] inputs = new Value?[node.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = node.Inputs[i] is not { Producer: not null } input ? node.Inputs[i] : isBackward ? Known(input) : first[input];
            if (node.Inputs[i] is not null && inputs[i] is null)
                return false;
        }

        Node copy = result.Add(node.Name, node.Operator, inputs);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            first[node.Outputs[i]] = copy.Outputs[i];
            copy.Outputs[i].Name = node.Outputs[i].Name;
            if (node.Operator.Updates && node.Operator.Shares(node, i) is { Kind: SharingKind.View } sharing)
                overwritten.Add(node.Input(sharing.Input));
        }

        return true;
    }

    /// <summary>The value as backward nodes see it; computes it again at its first reader. Null where that cannot be.</summary>
    private Value? Known(Value value)
    {
        if (value.Producer is not { } producer || !again.Contains(value.Root))
            return first.GetValueOrDefault(value, value);
        if (second.TryGetValue(value, out Value? known))
            return known;
        bool isAlternative = producer.Operator.Again is not null && value == producer.Output;
        List<Value?> inputs = [];
        foreach (Value? input in producer.Inputs)
        {
            Value? seen = input is null ? null : Known(input);
            if (input is not null && (seen is null || overwritten.Contains(input)))
                return null;
            inputs.Add(seen);
        }

        for (int i = 1; i < producer.Outputs.Length && isAlternative; i++)
            inputs.Add(first[producer.Outputs[i]]);
        Node node = result.Add($"{producer.Name}/again", isAlternative ? producer.Operator.Again! : producer.Operator, [.. inputs]);
        for (int i = 0; i < node.Outputs.Length; i++)
            second.TryAdd(producer.Outputs[i], node.Outputs[i]);
        return second[value];
    }
}
