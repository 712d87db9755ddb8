using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Finds attention that a model writes out as <c>softmax(q k^T scale + mask) v</c>, however its stacks are grouped, and makes one node of
/// it, which never holds all scores. Results differ by rounding, and a query whose keys are all masked gives zeros instead of NaN.
/// </summary>
internal static class FuseAttention
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not MatMul { TransA: false, TransB: false } || rewriter.Only<Softmax>(Ungrouped(node.Input(0), rewriter)) is not { } softmax)
            return;
        if (softmax.Operator is not Softmax { Logarithm: false } function || function.Axis != softmax.Output.Shape.Rank - 1)
            return;
        if (Find(softmax.Input(0), rewriter) is not { } scores)
            return;
        Value q = scores.Product.Input(0), k = scores.Product.Input(1), v = node.Input(1);
        Shape stack = new(scores.Shape.Dims[..^2]);
        bool turned = !((MatMul)scores.Product.Operator).TransB;
        if (stack.Rank is < 1 or > 2 || q.Shape.Rank is < 3 or > 4 || !SameStack(q, k) || !SameStack(q, v) || q.Shape.Count == 0 || v.Shape.Count == 0)
            return;
        (int batch, int heads) = stack.Rank == 1 ? (1, stack[0]) : (stack[0], stack[1]);
        if (turned)
            k = rewriter.EmitAll($"{node.Name}/keys", new Transpose(k.Shape.Rank == 3 ? new Axes(0, 2, 1) : new Axes(0, 1, 3, 2)), k)[0];
        Value?[] inputs =
        [
            Group(node, rewriter, q, batch, heads, "query"),
            Group(node, rewriter, k, batch, heads, "key"),
            Group(node, rewriter, v, batch, heads, "value"),
            Mask(node, rewriter, scores),
        ];
        Value y = rewriter.Emit(node, new Attention((float)scores.Scale, HeadLayout.HeadsFirst, HeadLayout.HeadsFirst, HeadLayout.HeadsFirst, HeadLayout.HeadsFirst), inputs);
        if (y.Shape != node.Output.Shape)
            y = rewriter.EmitAll($"{node.Name}/stack", new Reshape(node.Output.Shape), y)[0];
        rewriter.Replace(node.Output, y);
    }

    /// <summary>What a value is <c>product * scale + masks</c> of, where nobody else reads anything between.</summary>
    private static Scores? Find(Value value, Rewriter rewriter)
    {
        if (rewriter.Only<MatMul>(value) is { Operator: MatMul { TransA: false } } product)
            return new Scores(product, value.Shape, 1, []);
        if (Ungrouped(value, rewriter) is var inside && inside != value)
            return Find(inside, rewriter) is { Masks.Count: 0 } found ? found with { Shape = value.Shape } : null;
        if (Factor(value, rewriter) is var (scaled, factor))
            return Find(scaled, rewriter) is { Masks.Count: 0 } found ? found with { Scale = found.Scale * factor } : null;
        if (rewriter.Only<Add>(value) is not { } sum)
            return null;
        for (int side = 0; side < 2; side++)
        {
            if (sum.Shape(side) == value.Shape && Find(sum.Input(side), rewriter) is { } found)
                return found with { Masks = [.. found.Masks, sum.Input(1 - side)] };
        }

        return null;
    }

    /// <summary>What a value is a positive multiple of, and the factor.</summary>
    internal static (Value Value, double Factor)? Factor(Value value, Rewriter rewriter)
    {
        if (rewriter.Only<Mul>(value) is { } product)
        {
            for (int side = 0; side < 2; side++)
            {
                if (Number(product.Input(1 - side)) is { } factor && factor > 0 && product.Shape(side) == value.Shape)
                    return (product.Input(side), factor);
            }
        }

        if (rewriter.Only<Div>(value) is { } quotient && Number(quotient.Input(1)) is { } divisor && divisor > 0 && quotient.Shape(0) == value.Shape)
            return (quotient.Input(0), 1 / divisor);
        return null;
    }

    /// <summary>The value before a reshape that only regroups the axes of the stack.</summary>
    private static Value Ungrouped(Value value, Rewriter rewriter) =>
        rewriter.Only<Reshape>(value) is { } reshape && value.Shape.Rank > 2 && reshape.Shape(0) is { Rank: > 2 } shape && shape.Dims[^2..].SequenceEqual(value.Shape.Dims[^2..])
            ? reshape.Input(0)
            : value;

    private static bool SameStack(Value a, Value b) => a.Shape.Rank == b.Shape.Rank && a.Shape.Dims[..^2].SequenceEqual(b.Shape.Dims[..^2]);

    /// <summary>A stack of matrices as [batch, heads, tokens, depth].</summary>
    private static Value Group(Node node, Rewriter rewriter, Value value, int batch, int heads, string what)
    {
        Shape shape = new(batch, heads, value.Shape[^2], value.Shape[^1]);
        return value.Shape == shape ? value : rewriter.EmitAll($"{node.Name}/{what}", new Reshape(shape), value)[0];
    }

    /// <summary>The sum of all masks, with four axes and all keys.</summary>
    private static Value? Mask(Node node, Rewriter rewriter, Scores scores)
    {
        if (scores.Masks.Count == 0)
            return null;
        Value mask = scores.Masks[0];
        for (int i = 1; i < scores.Masks.Count; i++)
            mask = rewriter.EmitAll($"{node.Name}/mask.{i}", new Add(), mask, scores.Masks[i])[0];
        int[] dims = [1, 1, 1, 1];
        mask.Shape.Dims.CopyTo(dims.AsSpan(4 - mask.Shape.Rank));
        if (mask.Shape.Rank != 4)
            mask = rewriter.EmitAll($"{node.Name}/mask", new Reshape(new Shape(dims)), mask)[0];
        return dims[3] == scores.Shape[^1] ? mask : rewriter.EmitAll($"{node.Name}/masks", new Expand(mask.Shape.With(3, scores.Shape[^1])), mask)[0];
    }

    private static double? Number(Value value) =>
        value is { IsConstant: true, Type: ElementType.Float32, Shape.Count: 1 } ? value.Data!.As<float>()[0] : null;

    /// <summary>A product of q and k, of the shape in which masks are added, times a scale, plus masks.</summary>
    private sealed record Scores(Node Product, Shape Shape, double Scale, IReadOnlyList<Value> Masks);
}
