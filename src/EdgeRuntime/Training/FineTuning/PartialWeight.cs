using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// A weight of which only what reads some input channels is trained (Lin et al., 2022: on-device training under 256 KB): its gradient
/// needs these channels of the activation alone, which are copied in the forward pass, so that the whole activation need not be kept.
/// </summary>
internal sealed class PartialWeight
{
    private readonly Node reader; // takes the part out of the weight, just before it is updated
    private readonly int axis;
    private readonly int first;

    private PartialWeight(Value whole, Value activation, int axis, int first, int count)
    {
        (Whole, Activation, this.axis, this.first) = (whole, activation, axis, first);
        reader = new Node(whole.Name, Slice.Of(whole.Shape, axis, first, count), whole);
    }

    public Value Whole { get; }

    /// <summary>The trained channels of what the layer reads.</summary>
    public Value Activation { get; }

    /// <summary>The part of the weight that is trained.</summary>
    public Value Part => reader.Output;

    /// <summary>Makes the parts that a selection asks for, with the copies of their activations in the forward graph.</summary>
    /// <exception cref="EdgeException">A weight is not that of one dense layer or convolution of one group.</exception>
    public static Dictionary<Value, PartialWeight> Of(Graph graph, IReadOnlyDictionary<string, ChannelRange?> chosen)
    {
        Dictionary<Value, PartialWeight> parts = [];
        foreach ((Value weight, List<Node> readers) in graph.Readers())
        {
            if (weight.Kind == ValueKind.Variable && chosen.GetValueOrDefault(weight.Name) is { } range)
                parts[weight] = Of(graph, weight, readers, range);
        }

        return parts;
    }

    /// <summary>Appends the node that takes the part out; its update follows.</summary>
    public void Begin(Graph graph) => graph.Nodes.Add(reader);

    /// <summary>Appends the node that puts the changed part back.</summary>
    public void End(Graph graph) => graph.Add($"{Whole.Name}/part", new WriteSlice(axis, first), Whole, Part);

    private static PartialWeight Of(Graph graph, Value weight, List<Node> readers, ChannelRange range)
    {
        Node layer = readers[0];
        if (readers.Count > 1 || layer.Input(0) == weight || layer.Operator is not (Conv { Groups: 1 } or Gemm))
            Throw.Unsupported($"Input channels of '{weight.Name}' cannot be chosen at {layer.Path}: that is for weights which one dense layer, or one convolution of a single group, reads as they stand in the file. Name it without [..] or %.");
        bool byRows = layer.Operator is Gemm { TransB: false };
        int axis = byRows ? 0 : 1, channelAxis = layer.Operator is Conv { Planar: true } ? 1 : layer.Shape(0).Rank - 1;
        (int first, int count) = range.In(weight.Shape[axis], weight.Name);
        Node copy = new($"{layer.Name}/channels", Slice.Of(layer.Shape(0), channelAxis, first, count), layer.Input(0));
        graph.Nodes.Insert(graph.Nodes.IndexOf(layer), copy);
        return new PartialWeight(weight, copy.Output, axis, first, count);
    }
}
