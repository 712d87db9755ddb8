using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// Reverse-mode differentiation: walks the nodes of a graph backwards from a scalar loss and lets each operator append its gradient.
/// Nodes that no trained value depends on cost nothing: neither steps nor memory.
/// </summary>
internal sealed class Backward : GradientBuilder
{
    private readonly Graph graph;
    private readonly HashSet<Value> wanted = []; // values that a trained value flows into
    private readonly Dictionary<Value, Value> gradients = [];
    private int emitted;
    private string prefix = "";

    private readonly IReadOnlyDictionary<Value, PartialWeight> parts;

    private Backward(Graph graph, IReadOnlyDictionary<Value, PartialWeight> parts, int truncateSteps) =>
        (this.graph, this.parts, TruncateSteps) = (graph, parts, truncateSteps);

    public override int TruncateSteps { get; }

    /// <summary>Told of each trained value as soon as its gradient is whole, so that its update can follow at once.</summary>
    public delegate void Ready(Value trained, Value gradient);

    /// <summary>
    /// Appends the backward nodes of <paramref name="loss"/>, whose own gradient is <paramref name="scale"/>. A weight that is trained in
    /// part is told of with its part's gradient.
    /// </summary>
    /// <returns>The nodes that a trained value flows into and through which no gradient comes back (Round, ArgMax), in order.</returns>
    public static List<Node> Append(
        Graph graph, Value loss, IReadOnlyList<Value> trained, Ready ready, float scale = 1f, IReadOnlyDictionary<Value, PartialWeight>? parts = null,
        int truncateSteps = 0)
    {
        Backward backward = new(graph, parts ?? new Dictionary<Value, PartialWeight>(), truncateSteps);
        backward.Mark(trained);
        int forward = graph.Nodes.Count;
        Dictionary<Value, int> firstReader = FirstReaders(graph, trained);
        List<Node> flat = [];
        backward.gradients[loss] = backward.Constant(Tensor.Scalar(scale));
        for (int i = forward - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (backward.Touches(node))
            {
                backward.prefix = node.Name;
                node.Operator.Gradient(node, backward);
                if (!Array.Exists(node.Inputs, input => input is not null && backward.gradients.ContainsKey(backward.Differentiated(input))))
                    flat.Insert(0, node);
            }

            // The reader that runs first is the last to contribute.
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && firstReader.TryGetValue(input, out int first) && first == i && backward.gradients.TryGetValue(backward.Differentiated(input), out Value? gradient))
                {
                    firstReader.Remove(input);
                    ready(input, gradient);
                }
            }
        }

        return flat;
    }

    public override Value? Of(Value output) => gradients.GetValueOrDefault(output);

    public override bool Needs(Value? input) => input is not null && wanted.Contains(input) && !parts.ContainsKey(input);

    public override (Value Activation, Value Part)? PartOf(Value weight) =>
        parts.TryGetValue(weight, out PartialWeight? part) ? (part.Activation, part.Part) : null;

    public override void Add(Value input, Value gradient)
    {
        if (gradient.Shape != input.Shape)
            Throw.Shape($"The gradient {gradient} of {input} has another shape.");
        gradients[input] = gradients.TryGetValue(input, out Value? sum) ? Emit(new Add(), sum, gradient) : gradient;
    }

    public override Value Emit(Operator op, params Value?[] inputs) => EmitAll(op, inputs)[0];

    public override Value[] EmitAll(Operator op, params Value?[] inputs) => graph.Add($"{prefix}/backward.{emitted++}", op, inputs).Outputs;

    public override Value Constant(Tensor data) => Value.Constant($"{prefix}/constant.{emitted++}", data);

    private static Dictionary<Value, int> FirstReaders(Graph graph, IReadOnlyList<Value> trained)
    {
        HashSet<Value> set = [.. trained];
        Dictionary<Value, int> first = [];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value? input in graph.Nodes[i].Inputs)
            {
                if (input is not null && set.Contains(input))
                    first.TryAdd(input, i);
            }
        }

        return first;
    }

    /// <summary>The weight, or its part where only that is trained.</summary>
    private Value Differentiated(Value weight) => parts.TryGetValue(weight, out PartialWeight? part) ? part.Part : weight;

    private void Mark(IReadOnlyList<Value> trained)
    {
        wanted.UnionWith(trained);
        foreach (PartialWeight part in parts.Values)
            wanted.Add(part.Part);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && wanted.Contains(input))
                    wanted.UnionWith(node.Outputs);
            }
        }
    }

    private bool Touches(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            if (wanted.Contains(output) && gradients.ContainsKey(output))
                return true;
        }

        return false;
    }
}
