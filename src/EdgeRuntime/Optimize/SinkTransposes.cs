using System;
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
        bool changed = Attempt(graph, before, Look);
        return Attempt(graph, Moved(graph) - 1, PutChannelsLast, Down, Look) || changed;
    }

    /// <summary>Sweeps, and takes everything back where transposes then move more than <paramref name="limit"/> elements.</summary>
    private static bool Attempt(Graph graph, long limit, params ReadOnlySpan<Rule> rules)
    {
        Snapshot snapshot = new(graph);
        bool changed = false;
        foreach (Rule rule in rules)
        {
            changed |= Rewriter.Sweep(graph, rule);
            if (!changed)
                return false;
        }

        if (Moved(graph) <= limit)
            return true;
        snapshot.Restore();
        return false;
    }

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is Transpose transpose && rewriter.Only<Reshape>(node.Input(0)) is { } reshape && Source(reshape.Input(0), out _) is not null)
        {
            if (Turned(node, reshape, transpose.Order, rewriter) is { } turned)
                rewriter.Replace(node.Output, turned);
        }
        else
        {
            Down(node, rewriter);
        }
    }

    private static void Down(Node node, Rewriter rewriter)
    {
        switch (node.Operator)
        {
            case Transpose transpose when Source(node.Input(0), out _) is not null:
                rewriter.Replace(node.Output, Transposed(node, node.Input(0), transpose.Order, rewriter));
                break;
            case Reshape:
                ThroughReshape(node, rewriter);
                break;
            case Concat concat:
                ThroughConcat(node, concat, rewriter);
                break;
            case Split or Slice or Pad or Gather or Softmax or Reduce or ArgReduce or TopK:
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
