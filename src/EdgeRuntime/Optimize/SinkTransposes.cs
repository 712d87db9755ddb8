using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Moves transposes towards the outputs, through every operator that can work in the other order of axes, until they meet one that
/// undoes them: the pairs that the import puts around each spatial operator vanish. Nothing is kept where more would be moved than before.
/// </summary>
internal static partial class SinkTransposes
{
    public static bool Run(Graph graph)
    {
        long before = Moved(graph);
        if (before < 0)
            return false;
        Snapshot snapshot = new(graph);
        bool changed = Rewriter.Sweep(graph, Look);
        if (!changed || Moved(graph) <= before)
            return changed;
        snapshot.Restore();
        return false;
    }

    private static void Look(Node node, Rewriter rewriter)
    {
        switch (node.Operator)
        {
            case Transpose transpose:
                Merge(node, transpose, rewriter);
                break;
            case Reshape:
                ThroughReshape(node, rewriter);
                break;
            case Concat concat:
                ThroughConcat(node, concat, rewriter);
                break;
            case Split or Slice or Gather or Softmax or Reduce or ArgReduce or TopK:
                ThroughAxes(node, rewriter);
                break;
            case { IsElementwise: true }:
                ThroughElementwise(node, rewriter);
                break;
        }
    }

    /// <summary>Elements that transposes move in a run; -1 where there is no transpose.</summary>
    private static long Moved(Graph graph)
    {
        long moved = -1;
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is Transpose transpose)
                moved = (moved < 0 ? 0 : moved) + (transpose.MovesNothing(node.Shape(0)) ? 0 : node.Output.Shape.Count);
        }

        return moved;
    }

    private static void Merge(Node node, Transpose transpose, Rewriter rewriter)
    {
        Value x = node.Input(0);
        if (Source(x, out _) is not null)
            rewriter.Replace(node.Output, Transposed(node, x, transpose.Order, rewriter));
        else if (rewriter.Only<Pad>(x) is { } pad)
            AbovePad(node, transpose, pad, rewriter);
        else if (rewriter.Only<Reshape>(x) is { } reshape && Source(reshape.Input(0), out _) is not null)
            AboveReshape(node, transpose, reshape, rewriter);
    }

    /// <summary>What a transpose reads and its order, where the value is transposed.</summary>
    private static Value? Source(Value? value, out Axes order)
    {
        if (Rewriter.Any<Transpose>(value) is { } producer)
        {
            order = ((Transpose)producer.Operator).Order;
            return producer.Input(0);
        }

        order = default;
        return null;
    }

    /// <summary>A value in another order, by at most one transpose of whatever it was made of.</summary>
    private static Value Transposed(Node origin, Value value, Axes order, Rewriter rewriter)
    {
        if (Source(value, out Axes first) is { } source)
            (value, order) = (source, Order.Then(first, order));
        return Order.IsIdentity(order) ? value : rewriter.EmitAll($"{origin.Name}/transpose", new Transpose(order), value)[0];
    }

    /// <summary>Puts an operator that works before the transpose, and the transpose behind it, in the place of a node.</summary>
    private static void Sink(Node node, Operator op, Axes order, Rewriter rewriter, params Value?[] inputs)
    {
        Value[] results = rewriter.EmitAll(node.Name, op, inputs);
        for (int i = 0; i < results.Length; i++)
        {
            if (rewriter.Uses(node.Outputs[i]) > 0)
                rewriter.Replace(node.Outputs[i], Transposed(node, results[i], order, rewriter));
        }
    }
}
