using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// ONNX CausalConvWithState: a depthwise convolution over time that sees the past alone, whose last samples come in and go out, so that a stream can be
/// cut anywhere. It is a <see cref="Concat"/> (or the padding of the convolution, where nothing comes in), a <see cref="Conv"/> and a <see cref="Slice"/>.
/// </summary>
internal static class CausalConv
{
    /// <summary>ONNX CausalConvWithState 27 and newer: x [N, C, T], weights [C, 1, K], bias [C], past [N, C, K - 1] to y [N, C, T] and the present state.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), w = node.Input(1);
        if (x.Shape.Rank != 3 || w.Shape.Rank != 3 || w.Shape[1] != 1 || w.Shape[0] != x.Shape[1] || w.Shape[2] < 1)
            Throw.Shape($"{node.Path}: an input [N, C, T] and weights [C, 1, K] are needed, got {x} and {w}.");
        int kept = w.Shape[2] - 1;
        Shape state = x.Shape.With(2, kept);
        Value? past = node.Optional(3);
        if (past is not null && past.Shape != state)
            Throw.Shape($"{node.Path}: the past must be {state}, got {past}.");
        string activation = node.String("activation", "none");
        if (activation is not ("none" or "silu" or "swish"))
            node.Refuse($"activation '{activation}' is not supported: none, silu and swish are");

        Value time = node.ToChannelsLast(x); // [N, T, C]
        bool joins = kept > 0 && past is not null;
        Value padded = joins ? node.Emit(new Concat(1), node.ToChannelsLast(past!), time) : time;
        Window window = new(new Axes(w.Shape[2]), new Axes(1), new Axes(1), new Axes(joins ? 0 : kept), new Axes(0));
        Value y = node.Emit(new Conv(window, w.Shape[0], Bounds.None), padded, w, node.Optional(2));
        if (activation != "none")
            y = node.Emit(new Swish(1), y);
        node.Return(node.ToChannelsFirst(y), Present(node, joins ? padded : time, kept));
    }

    // The last samples of the stream so far; zeros stand before its first.
    private static Value Present(ImportNode node, Value time, int kept)
    {
        int missing = Math.Max(0, kept - time.Shape[1]);
        if (missing > 0)
            time = node.Emit(Pad.Around(time.Shape.With(1, kept), 1, missing, time.Shape[1]), time);
        Value last = time.Shape[1] == kept ? time : node.Emit(Slice.Of(time.Shape, 1, time.Shape[1] - kept, kept), time);
        return node.ToChannelsFirst(last);
    }
}
