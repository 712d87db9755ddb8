using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Merges reshapes that follow each other and moves them behind elementwise operators, so that they neither part two operators that
/// could be one nor lie between two others. Transposes that only move axes of length 1 become reshapes first.
/// </summary>
internal static class SinkReshapes
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        switch (node.Operator)
        {
            case Transpose transpose when transpose.MovesNothing(node.Shape(0)):
                rewriter.Replace(node.Output, Reshaped(node, node.Input(0), node.Output.Shape, rewriter));
                break;
            case Reshape when Rewriter.Any<Reshape>(node.Input(0)) is not null:
                rewriter.Replace(node.Output, Reshaped(node, node.Input(0), node.Output.Shape, rewriter));
                break;
            case BatchNormalization or LayerNormalization or Softmax:
                AlongInnermost(node, rewriter);
                break;
            case { IsElementwise: true }:
                ThroughElementwise(node, rewriter);
                break;
        }
    }

    /// <summary>A value under another shape, by at most one reshape of whatever it was made of.</summary>
    private static Value Reshaped(Node origin, Value value, Shape shape, Rewriter rewriter)
    {
        if (Rewriter.Any<Reshape>(value) is { } producer)
            value = producer.Input(0);
        return value.Shape == shape ? value : rewriter.EmitAll($"{origin.Name}/reshape", new Reshape(shape), value)[0];
    }

    /// <summary>All operands must lie under the reshape alike: reshaped from one shape, constants of the full shape, or one number.</summary>
    private static void ThroughElementwise(Node node, Rewriter rewriter)
    {
        Shape shape = node.Output.Shape;
        Shape? source = null;
        foreach (Value? input in node.Inputs)
        {
            if (Rewriter.Any<Reshape>(input) is { } producer && input!.Shape == shape)
                source ??= producer.Shape(0);
        }

        if (source is not { } common || !Array.TrueForAll(node.Inputs, input => input is null || Follows(input, shape, common)))
            return;
        Value?[] inputs = Array.ConvertAll(node.Inputs, input => input is null || input.Shape != shape ? input : Reshaped(node, input, common, rewriter));
        Value result = rewriter.Emit(node, node.Operator, inputs);
        rewriter.Replace(node.Output, Reshaped(node, result, shape, rewriter));
    }

    /// <summary>Operators that work along the innermost axis do so under any shape that keeps it.</summary>
    private static void AlongInnermost(Node node, Rewriter rewriter)
    {
        if (Rewriter.Any<Reshape>(node.Input(0)) is not { } reshape || reshape.Shape(0).Rank == 0)
            return;
        int axis = reshape.Shape(0).Rank - 1, last = node.Output.Shape.Rank - 1;
        Operator? op = node.Operator switch
        {
            BatchNormalization => node.Operator,
            Softmax softmax when softmax.Axis == last => softmax with { Axis = axis },
            LayerNormalization normalization when normalization.Axis == last => normalization with { Axis = axis },
            _ => null,
        };
        if (op is null || reshape.Shape(0)[^1] != node.Output.Shape[^1] || !Array.TrueForAll(node.Outputs[1..], output => rewriter.Uses(output) == 0))
            return;
        Value?[] inputs = [reshape.Input(0), .. node.Inputs.AsSpan(1)];
        Value result = rewriter.EmitAll(node.Name, op, inputs)[0];
        rewriter.Replace(node.Output, Reshaped(node, result, node.Output.Shape, rewriter));
    }

    private static bool Follows(Value value, Shape shape, Shape source)
    {
        if (value.Shape == shape)
            return value.IsConstant || Rewriter.Any<Reshape>(value)?.Shape(0) == source;

        // One number, of no more axes than the source has, broadcasts as before; so does a row of the innermost axis that stays.
        if (value.Shape.Rank > source.Rank)
            return false;
        return value.Shape.Count == 1 || (value.Shape.Count == value.Shape[^1] && source.Rank > 0 && source[^1] == shape[^1]);
    }
}
