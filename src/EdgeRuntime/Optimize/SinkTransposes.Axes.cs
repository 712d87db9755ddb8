using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

internal static partial class SinkTransposes
{
    private static void ThroughConcat(Node node, Concat concat, Rewriter rewriter)
    {
        if (Array.Find(node.Inputs, input => Source(input, out _) is not null) is not { } transposed)
            return;
        Source(transposed, out Axes order);
        if (!Array.TrueForAll(node.Inputs, input => CanUndo(input!, order)))
            return;
        Value?[] sources = Array.ConvertAll(node.Inputs, input => (Value?)Transposed(node, input!, Order.Inverse(order), rewriter));
        Sink(node, new Concat(order[concat.Axis]), order, rewriter, sources);
    }

    /// <summary>Operators of one tensor whose attributes name axes.</summary>
    private static void ThroughAxes(Node node, Rewriter rewriter)
    {
        if (Source(node.Input(0), out Axes order) is not { } source || Renamed(node, order) is not { } op)
            return;
        Value?[] inputs = [source, .. node.Inputs.AsSpan(1)];
        Sink(node, op, order, rewriter, inputs);
    }

    /// <summary>The same operator before the transpose; null where there is none that moves fewer elements.</summary>
    private static Operator? Renamed(Node node, Axes order) => node.Operator switch
    {
        Split split => split with { Axis = order[split.Axis] },
        Slice slice => new Slice(Order.Undo(order, slice.Starts), Order.Undo(order, slice.Steps), Order.Undo(order, slice.Lengths)),
        Pad pad => new Pad(pad.Mode, Order.Undo(order, pad.Before), Order.Undo(order, pad.After)),
        Gather gather when node.Shape(1).Rank == 1 && node.Output.Shape.Count <= node.Shape(0).Count => new Gather(order[gather.Axis]),
        Softmax softmax => softmax with { Axis = order[softmax.Axis] },
        Reduce reduce => reduce with { Over = Order.Renamed(order, reduce.Over) },
        ArgReduce reduce => reduce with { Axis = order[reduce.Axis] },
        TopK best => best with { Axis = order[best.Axis] },
        _ => null,
    };
}
