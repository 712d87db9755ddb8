using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>Zeros that are put around an image before a convolution or pool become the padding of its own window. Bit-identical.</summary>
internal static class FoldPadding
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not (Conv { Planar: false } or MaxPool or AveragePool))
            return;
        Node? transpose = rewriter.Only<Transpose>(node.Input(0)); // of an image that was padded as [N, C, ...]
        if (Rewriter.Any<Pad>(transpose?.Input(0) ?? node.Input(0)) is not { } padding)
            return;
        Pad pad = (Pad)padding.Operator;
        if (transpose?.Operator is Transpose { Order: var order })
            pad = new Pad(pad.Mode, Order.Permuted(order, pad.Before), Order.Permuted(order, pad.After));
        if (!IsSpatial(pad) || padding.Shape(0).Count == 0 || Padded(node, pad, padding) is not { } op)
            return;
        Value image = padding.Input(0);
        if (transpose is not null)
            image = rewriter.Emit(transpose, transpose.Operator, image);
        Value?[] inputs = [image, .. node.Inputs.AsSpan(1)];
        rewriter.ReplaceBy(node, op, inputs);
    }

    /// <summary>The operator with the padding inside; null where its result would be another.</summary>
    private static Operator? Padded(Node node, Pad pad, Node padding)
    {
        bool zeros = IsFilledWith(padding, 0);
        return node.Operator switch
        {
            Conv conv when zeros && Grown(conv.Window, pad) is { } window => conv with { Window = window },
            AveragePool { Window.Ceiling: false } pool when zeros && (pool.CountPadding || pool.Window.IsUnpadded)
                && Grown(pool.Window, pad) is { } window && Reaches(window) => new AveragePool(window, CountPadding: true),
            MaxPool { Indices: false, Window.Ceiling: false } pool when Grown(pool.Window, pad) is { } window && Reaches(window)
                && (IsFilledWith(padding, float.NegativeInfinity) || (zeros && Range.IsNonNegative(padding.Input(0)))) => pool with { Window = window },
            _ => null,
        };
    }

    /// <summary>Constant padding of the axes between the batch and the channels.</summary>
    private static bool IsSpatial(Pad pad) =>
        pad.Mode == PadMode.Constant && pad.Before.Count >= 3 && pad.Before[0] == 0 && pad.After[0] == 0 && pad.Before.Span[^1] == 0 && pad.After.Span[^1] == 0;

    private static bool IsFilledWith(Node padding, float value) => padding.Optional(1) switch
    {
        null => value == 0,
        { IsConstant: true, Type: ElementType.Float32 } fill => fill.Data!.As<float>()[0] == value,
        _ => false,
    };

    /// <summary>Whether every window of a pool holds an element of the image, whatever its place.</summary>
    private static bool Reaches(Window window)
    {
        for (int i = 0; i < window.Rank; i++)
        {
            if (window.Dilations[i] != 1 || window.Begin[i] >= window.Kernel[i] || window.End[i] >= window.Kernel[i])
                return false;
        }

        return true;
    }

    private static Window? Grown(Window window, Pad pad)
    {
        int[] begin = window.Begin.Span.ToArray(), end = window.End.Span.ToArray();
        for (int i = 0; i < begin.Length; i++)
        {
            (long before, long after) = ((long)begin[i] + pad.Before[i + 1], (long)end[i] + pad.After[i + 1]);
            if (before > int.MaxValue || after > int.MaxValue)
                return null;
            (begin[i], end[i]) = ((int)before, (int)after);
        }

        return window with { Begin = new Axes(begin), End = new Axes(end) };
    }
}
