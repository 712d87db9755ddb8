using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Every <c>Steps[i]</c>-th element from <c>Starts[i]</c> on, <c>Lengths[i]</c> of them; a view where they lie together.</summary>
/// <param name="Starts">The first index of every axis.</param>
/// <param name="Steps">The distance from one taken index to the next; negative runs backwards.</param>
/// <param name="Lengths">How many indices of every axis.</param>
internal sealed record Slice(Axes Starts, Axes Steps, Axes Lengths) : Operator
{
    /// <summary>ONNX Slice 1 (attributes), 10, 11, 13 and newer (inputs, steps).</summary>
    public static void Import(ImportNode node)
    {
        Shape shape = node.Input(0).Shape;
        int[]? starts = node.IntsOrInput("starts", 1), ends = node.IntsOrInput("ends", 2);
        if (starts is null || ends is null)
            Throw.Format($"{node.Path}: starts or ends are missing.");
        int[] axes = node.IntsOrInput("axes", 3) ?? Count(starts.Length);
        int[]? steps = node.OptionalConstantInts(4);
        if (ends.Length != starts.Length || axes.Length != starts.Length || (steps is not null && steps.Length != starts.Length))
        {
            int count = steps?.Length ?? starts.Length;
            Throw.Shape($"{node.Path}: {starts.Length} starts, {ends.Length} ends, {axes.Length} axes, {count} steps: expected as many of each.");
        }

        (int[] first, int[] step, int[] length) = (new int[shape.Rank], new int[shape.Rank], shape.Dims.ToArray());
        Array.Fill(step, 1);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i], shape.Rank);
            step[axis] = steps?[i] ?? 1;
            if (step[axis] == 0)
                Throw.Shape($"{node.Path}: the step of axis {axis} is 0.");
            (first[axis], length[axis]) = Clamp(starts[i], ends[i], step[axis], shape[axis]);
        }

        Slice slice = new(new Axes(first), new Axes(step), new Axes(length));
        bool all = new Shape(length) == shape && slice.IsPlain;
        node.Return(all ? node.Input(0) : node.Emit(slice, node.Input(0)));
    }

    /// <summary>A run of indices of one axis of <paramref name="shape"/>.</summary>
    public static Slice Of(Shape shape, int axis, int start, int length)
    {
        int[] starts = new int[shape.Rank], steps = new int[shape.Rank];
        Array.Fill(steps, 1);
        starts[axis] = start;
        return new Slice(new Axes(starts), new Axes(steps), new Axes(shape.With(axis, length).Dims.ToArray()));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        bool fits = Starts.Count == shape.Rank && Steps.Count == shape.Rank && Lengths.Count == shape.Rank;
        for (int i = 0; fits && i < shape.Rank; i++)
        {
            long last = Starts[i] + ((Lengths[i] - 1L) * Steps[i]);
            fits = Lengths[i] == 0 || (Lengths[i] > 0 && Starts[i] >= 0 && Starts[i] < shape[i] && last >= 0 && last < shape[i]);
        }

        if (!fits)
            node.Fail($"starts [{Starts}], steps [{Steps}] and lengths [{Lengths}] lead outside of {node.Input(0)}.");
        node.AddOutput(node.Type(0), new Shape(Lengths.Span));
    }

    public override Sharing Shares(Node node, int output) =>
        LiesTogether(node.Shape(0)) ? Sharing.View(0, Offset(node.Shape(0)) * node.Type(0).Size()) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value y = node.Output;
        int size = y.Type.Size();
        byte* source = steps.Bytes(node.Input(0)) + (Offset(node.Shape(0)) * size);
        if (y.Bytes == 0 || source == steps.Bytes(y))
            return;
        steps.Add(new MoveStep(source, steps.Bytes(y), y.Shape.Dims, SteppedStrides(node.Shape(0)), y.Shape.Strides(), size));
    }

    /// <summary>Along time: all frames, padding cut off, or the last frame, which is the newest one of a step.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        Value x = node.Input(0), step = stream.Step(x);
        Frames frames = stream.Of(x)!.Value;
        (int axis, int each) = frames.Find(x.Shape);
        int start = Starts[axis], end = start + Lengths[axis], last = frames.Lead + frames.Valid;
        bool alone = each == 1 && x.Shape[axis] == frames.Length;
        bool all = start == 0 && end == x.Shape[axis] && Steps[axis] == 1;
        bool newest = alone && Lengths[axis] == 1 && start == last - 1 && frames.Length > 1;
        if (!all && !newest && !(alone && Steps[axis] == 1 && start <= frames.Lead && end >= last))
            stream.Refuse($"takes the frames {start} to {end - 1} of {frames.Length}: a stream has all of them or the newest one");
        int first = newest ? frames.Step - 1 : 0, count = newest ? 1 : step.Shape[axis];
        Slice slice = new(Starts.With(axis, first), Steps.With(axis, 1), Lengths.With(axis, count));
        Value y = slice.Lengths.Span.SequenceEqual(step.Shape.Dims) ? step : stream.Emit(slice, step);
        Frames cut = all ? frames : frames with { Length = Lengths[axis], Lead = frames.Lead - start };
        stream.Return(node.Output, y, newest ? null : cut.At(node.Output.Shape, axis, each));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!gradient.Needs(node.Input(0)) || gradient.Of(node.Output) is not { } dy)
            return;
        gradient.Add(node.Input(0), gradient.Emit(IsPlain ? Padding(node.Shape(0)) : new Embed(node.Shape(0), this), dy));
    }

    /// <summary>Elements from the start of the input to the first that is taken.</summary>
    public long Offset(Shape shape)
    {
        long offset = 0;
        int[] strides = shape.Strides();
        for (int i = 0; i < strides.Length; i++)
            offset += (long)strides[i] * Starts[i];
        return shape.Count == 0 ? 0 : offset;
    }

    /// <summary>Elements of the input from one taken index to the next.</summary>
    public int[] SteppedStrides(Shape shape)
    {
        int[] strides = shape.Strides();
        for (int i = 0; i < strides.Length; i++)
            strides[i] = Lengths[i] > 1 ? strides[i] * Steps[i] : 0;
        return strides;
    }

    private bool IsPlain
    {
        get
        {
            foreach (int step in Steps.Span)
            {
                if (step != 1)
                    return false;
            }

            return true;
        }
    }

    // One index of the outer axes, a run of one axis, all of the axes inside of it.
    private bool LiesTogether(Shape shape)
    {
        bool cut = false;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            if ((cut && Lengths[i] != 1) || (Lengths[i] > 1 && Steps[i] != 1))
                return false;
            cut |= Lengths[i] != shape[i];
        }

        return true;
    }

    private Pad Padding(Shape shape)
    {
        int[] after = shape.Dims.ToArray();
        for (int i = 0; i < after.Length; i++)
            after[i] -= Starts[i] + Lengths[i];
        return new Pad(PadMode.Constant, Starts, new Axes(after));
    }

    private static (int First, int Length) Clamp(int start, int end, int step, int dim)
    {
        long from = start < 0 ? (long)start + dim : start;
        long to = end < 0 ? (long)end + dim : end;
        from = step > 0 ? Math.Clamp(from, 0, dim) : Math.Clamp(from, -1, dim - 1L);
        to = step > 0 ? Math.Clamp(to, 0, dim) : Math.Clamp(to, -1, dim - 1L);
        long length = step > 0 ? (to - from + step - 1) / step : (from - to - step - 1) / -(long)step;
        return length > 0 ? ((int)from, (int)length) : (0, 0);
    }

    private static int[] Count(int length)
    {
        int[] axes = new int[length];
        for (int i = 0; i < length; i++)
            axes[i] = i;
        return axes;
    }
}
