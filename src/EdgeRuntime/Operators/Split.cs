using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A tensor cut along one axis; where all axes before it have length 1, the pieces are views.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Lengths">The lengths of the pieces; their sum is the axis' length.</param>
internal sealed record Split(int Axis, Axes Lengths) : Operator
{
    /// <summary>ONNX Split 1, 2, 11 (attribute <c>split</c>), 13 (input), 18 and newer (<c>num_outputs</c>, a shorter last piece).</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        int[]? lengths = node.IntsOrInput("split", 1);
        int pieces = node.Int("num_outputs", lengths?.Length ?? node.OutputCount);
        if (pieces != node.OutputCount)
            Throw.Shape($"{node.Path}: {pieces} pieces for {node.OutputCount} outputs.");
        lengths ??= EqualParts(node, x.Shape[axis], pieces);
        node.Return(node.EmitAll(new Split(axis, new Axes(lengths)), x));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        if (Axis < 0 || Axis >= shape.Rank)
            node.Fail($"axis {Axis} is not one of the {shape.Rank} axes of {node.Input(0)}.");
        long sum = 0;
        foreach (int length in Lengths.Span)
        {
            sum += length;
            node.AddOutput(node.Type(0), shape.With(Axis, length));
        }

        if (sum != shape[Axis])
            node.Fail($"pieces [{Lengths}] do not add up to the {shape[Axis]} of axis {Axis} of {node.Input(0)}.");
    }

    public override Sharing Shares(Node node, int output) =>
        node.Shape(0).Product(0, Axis) == 1 ? Sharing.View(0, Offset(node, output)) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int[] strides = node.Shape(0).Strides();
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            Value piece = node.Outputs[i];
            byte* source = steps.Bytes(node.Input(0)) + Offset(node, i);
            if (steps.Bytes(piece) != source && piece.Bytes > 0)
                steps.Add(new MoveStep(source, steps.Bytes(piece), piece.Shape.Dims, strides, piece.Shape.Strides(), piece.Type.Size()));
        }
    }

    public override void ByFrames(Node node, StreamBuilder stream) => stream.PassUnless(node, axis => axis == Axis, "cuts");

    /// <summary>The pieces' gradients behind each other; pieces that nobody used leave zeros.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!gradient.Needs(node.Input(0)))
            return;
        Value?[] dy = Array.ConvertAll(node.Outputs, gradient.Of);
        if (Array.TrueForAll(dy, d => d is not null))
        {
            gradient.Add(node.Input(0), gradient.Emit(new Concat(Axis), dy));
            return;
        }

        int start = 0;
        for (int i = 0; i < dy.Length; i++)
        {
            if (dy[i] is { } piece)
                gradient.Add(node.Input(0), gradient.Emit(Pad.Around(node.Shape(0), Axis, start, Lengths[i]), piece));
            start += Lengths[i];
        }
    }

    private static int[] EqualParts(ImportNode node, int length, int pieces)
    {
        if (node.Opset < 18 && length % pieces != 0)
            Throw.Shape($"{node.Path}: {length} cannot be cut into {pieces} equal pieces: say the lengths in 'split'.");
        int part = (int)(((long)length + pieces - 1) / pieces);
        int[] lengths = new int[pieces];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = (int)Math.Clamp(length - ((long)i * part), 0, part);
        return lengths;
    }

    private long Offset(Node node, int output)
    {
        int before = 0;
        for (int i = 0; i < output; i++)
            before += Lengths[i];
        return (long)before * node.Shape(0).Product(Axis + 1, node.Shape(0).Rank) * node.Type(0).Size();
    }
}
