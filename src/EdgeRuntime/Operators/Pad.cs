using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements added around a tensor. Input 1, where there is one, is the value that is added in mode Constant; else it is 0.</summary>
/// <param name="Mode">What is added.</param>
/// <param name="Before">How many before the first of every axis, 0 or more.</param>
/// <param name="After">How many behind the last of every axis, 0 or more.</param>
internal sealed record Pad(PadMode Mode, Axes Before, Axes After) : Operator
{
    /// <summary>ONNX Pad 1, 2 (attributes), 11, 13 (inputs), 18 (axes), 19 (wrap) and newer; negative pads cut off.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int rank = x.Shape.Rank;
        string mode = node.String("mode", "constant");
        PadMode parsed = mode switch
        {
            "constant" => PadMode.Constant,
            "edge" => PadMode.Edge,
            "reflect" => PadMode.Reflect,
            "wrap" => PadMode.Wrap,
            _ => (PadMode)(-1),
        };
        if (parsed < 0)
            node.Refuse($"mode '{mode}' is not supported: constant, edge, reflect and wrap are");
        int[]? pads = node.Opset < 2 ? node.Ints("paddings") : node.IntsOrInput("pads", 1);
        int[]? axes = node.OptionalConstantInts(3);
        int padded = axes?.Length ?? rank;
        if (pads is null || pads.Length != 2 * padded)
            Throw.Shape($"{node.Path}: {pads?.Length ?? 0} pads for {padded} axes of {x}: expected a begin and an end for each.");
        int[] before = new int[rank], after = new int[rank];
        for (int i = 0; i < padded; i++)
        {
            int axis = node.Axis(axes?[i] ?? i, rank);
            (before[axis], after[axis]) = (pads[i], pads[padded + i]);
        }

        x = Cut(node, x, before, after);
        if (Array.TrueForAll(before, p => p == 0) && Array.TrueForAll(after, p => p == 0))
        {
            node.Ignore("value");
            node.Return(x);
            return;
        }

        Value? fill = parsed == PadMode.Constant ? Fill(node, x.Type) : null;
        Pad pad = new(parsed, new Axes(before), new Axes(after));
        if (parsed != PadMode.Constant && !node.MayFold(sizeof(int) * pad.TableEntries(x.Shape)))
            node.Refuse($"{mode} padding of {x} by [{pad.Before}] and [{pad.After}] takes tables of {pad.TableEntries(x.Shape)} indices, out of proportion to the file: pad outside of the model");
        node.Return(fill is null ? node.Emit(pad, x) : node.Emit(pad, x, fill));
    }

    /// <summary>Zeros around a tensor on one axis: the gradient of a <see cref="Slice"/> of it.</summary>
    public static Pad Around(Shape target, int axis, int start, int length)
    {
        int[] before = new int[target.Rank], after = new int[target.Rank];
        (before[axis], after[axis]) = (start, target[axis] - start - length);
        return new Pad(PadMode.Constant, new Axes(before), new Axes(after));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        int[] dims = node.Shape(0).Dims.ToArray();
        if (Before.Count != dims.Length || After.Count != dims.Length)
            node.Fail($"pads [{Before}] and [{After}] for the {dims.Length} axes of {node.Input(0)}.");
        for (int i = 0; i < dims.Length; i++)
        {
            long length = (long)dims[i] + Before[i] + After[i];
            if (Before[i] < 0 || After[i] < 0 || length > int.MaxValue || (Mode != PadMode.Constant && dims[i] == 0 && length > 0))
                node.Fail($"pads {Before[i]} and {After[i]} of axis {i} of {node.Input(0)} make no {Mode} padding.");
            dims[i] = (int)length;
        }

        if (node.Optional(1) is { } fill && (fill.Shape.Count != 1 || fill.Type != node.Type(0)))
            node.Fail($"the padding value {fill} must be one {node.Type(0)}.");
        node.AddOutput(node.Type(0), new Shape(dims));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        byte* x = steps.Bytes(node.Input(0)), y = steps.Bytes(node.Output);
        int size = node.Type(0).Size();
        if (Mode == PadMode.Constant)
            steps.Add(new PadStep(x, y, node.Optional(1) is { } fill ? steps.Bytes(fill) : null, node.Shape(0), Before.Span, After.Span, size));
        else
            steps.Add(new RemapStep(x, y, node.Shape(0), Maps(node.Shape(0)), null, size));
    }

    /// <summary>Zeros before the first frame are what a convolution's memory holds at first; those behind the last one must be cut off.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        (Frames frames, int axis) = stream.Along(node, 0);
        int before = Before[axis], after = After[axis];
        bool zeros = Mode == PadMode.Constant && (node.Optional(1) is not { } fill || (fill.Data is { } data && !data.Bytes.ContainsAnyExcept((byte)0)));
        if (before + after > 0 && !zeros)
            stream.Refuse("pads the axis of time with other than zeros");
        Pad pad = new(Mode, Before.With(axis, 0), After.With(axis, 0));
        Value x = stream.Step(node.Input(0));
        bool none = pad.Before.Span.IndexOfAnyExcept(0) < 0 && pad.After.Span.IndexOfAnyExcept(0) < 0;
        Frames padded = frames with { Length = frames.Length + before + after, Lead = before };
        stream.Return(node.Output, none ? x : stream.Emit(pad, x, stream.Step(node.Optional(1))), padded.At(node.Output.Shape, axis));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dy)
            return;
        Shape shape = node.Shape(0);
        Operator back = Mode == PadMode.Constant
            ? new Slice(Before, new Axes(Array.ConvertAll(shape.Dims.ToArray(), _ => 1)), new Axes(shape.Dims.ToArray()))
            : new RemapGradient(shape, new Axes(RemapStep.Flat(node.Output.Shape, Maps(shape))));
        Value inside = gradient.Emit(back, dy);
        if (gradient.Needs(node.Input(0)))
            gradient.Add(node.Input(0), inside);
        if (node.Optional(1) is { } fill && gradient.Needs(fill))
            gradient.Add(fill, gradient.Emit(new Sub(), Reduce.ToShape(gradient, dy, fill.Shape), Reduce.ToShape(gradient, inside, fill.Shape)));
    }

    private long TableEntries(Shape shape)
    {
        long entries = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
            entries += Before[axis] == 0 && After[axis] == 0 ? 0 : (long)shape[axis] + Before[axis] + After[axis];
        return entries;
    }

    /// <summary>For every padded axis the input's index for each index of the output; null where an axis is not padded.</summary>
    private int[]?[] Maps(Shape shape)
    {
        int[]?[] maps = new int[]?[shape.Rank];
        for (int axis = 0; axis < maps.Length; axis++)
        {
            if (Before[axis] == 0 && After[axis] == 0)
                continue;
            int[] map = maps[axis] = new int[shape[axis] + Before[axis] + After[axis]];
            for (int i = 0; i < map.Length; i++)
                map[i] = Source(i - Before[axis], shape[axis]);
        }

        return maps;
    }

    private int Source(int i, int length)
    {
        if (Mode == PadMode.Edge || length == 1)
            return Math.Clamp(i, 0, length - 1);
        int period = Mode == PadMode.Wrap ? length : 2 * (length - 1);
        int place = ((i % period) + period) % period;
        return place < length ? place : period - place;
    }

    private static Value Cut(ImportNode node, Value x, int[] before, int[] after)
    {
        int[] starts = new int[before.Length], steps = new int[before.Length], lengths = x.Shape.Dims.ToArray();
        Array.Fill(steps, 1);
        bool cuts = false;
        for (int i = 0; i < before.Length; i++)
        {
            long length = (long)lengths[i] + Math.Min(before[i], 0) + Math.Min(after[i], 0);
            if (length < 0)
                Throw.Shape($"{node.Path}: pads {before[i]} and {after[i]} cut off more than the {lengths[i]} of axis {i} of {x}.");
            cuts |= before[i] < 0 || after[i] < 0;
            starts[i] = length == 0 ? 0 : Math.Max(-before[i], 0);
            lengths[i] = (int)length;
            (before[i], after[i]) = (Math.Max(before[i], 0), Math.Max(after[i], 0));
        }

        return cuts ? node.Emit(new Slice(new Axes(starts), new Axes(steps), new Axes(lengths)), x) : x;
    }

    // Null where the value is the zero that a Pad without one adds, so that passes see the common case at a glance.
    private static Value? Fill(ImportNode node, ElementType type)
    {
        if (node.Opset < 11)
        {
            float value = node.Float("value", 0);
            return value == 0 ? null : node.Emit(new Cast(type), node.Scalar(value));
        }

        if (node.Optional(2) is not { } fill)
            return null;
        if (fill.IsConstant && fill.Data!.Bytes.IndexOfAnyExcept((byte)0) < 0 && fill.Shape.Count == 1 && fill.Type == type)
            return null;
        return fill;
    }
}
