using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Slices of one axis by index; negative indices count from the end. An index outside of the axis is refused at load where it is a
/// constant; one that comes at run time gives NaN in every float it stands for, 0 in integers, and reads nothing.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record Gather(int Axis) : Operator
{
    /// <summary>ONNX Gather 1, 11, 13 and newer; a single constant index is a <see cref="Slice"/>.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), indices = node.Input(1);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        if (!indices.IsConstant)
        {
            node.Return(node.Emit(new Gather(axis), x, indices));
            return;
        }

        int length = x.Shape[axis];
        long[] wanted = indices.Data!.ToInt64();
        foreach (long index in wanted)
        {
            if (index < -length || index >= length)
                Throw.Shape($"{node.Path}: index {index} is outside of axis {axis} of {x}.");
        }

        if (wanted.Length != 1)
        {
            node.Return(node.Emit(new Gather(axis), x, indices));
            return;
        }

        int start = (int)(wanted[0] < 0 ? wanted[0] + length : wanted[0]);
        Value one = length == 1 ? x : node.Emit(Slice.Of(x.Shape, axis, start, 1), x);
        node.Return(node.Reshape(one, Target(x.Shape, indices.Shape, axis)));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (Axis < 0 || Axis >= node.Shape(0).Rank)
            node.Fail($"axis {Axis} is not one of the {node.Shape(0).Rank} axes of {node.Input(0)}.");
        if (node.Type(1) is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"indices {node.Input(1)} must be 32- or 64-bit integers.");
        node.AddOutput(node.Type(0), Target(node.Shape(0), node.Shape(1), Axis));
    }

    public override void Compile(Node node, StepBuilder steps) => steps.Add(new GatherStep(node, Axis, steps));

    public override void ByFrames(Node node, StreamBuilder stream)
    {
        if (stream.Of(node.Input(1)) is { } places && stream.Of(node.Input(0)) is null)
        {
            // An embedding: a row of a table for each frame.
            (int axis, int each) = places.Find(node.Shape(1));
            Value rows = stream.Emit(this, stream.Step(node.Input(0)), stream.Step(node.Input(1)));
            stream.Return(node.Output, rows, places.At(node.Output.Shape, Axis + axis, each));
            return;
        }

        (Frames frames, int time) = stream.Along(node, 0);
        if (time == Axis || stream.Of(node.Input(1)) is not null)
            stream.Refuse("picks frames of the sequence");
        Value y = stream.Emit(this, stream.Step(node.Input(0)), stream.Step(node.Input(1)));
        stream.Return(node.Output, y, frames.At(node.Output.Shape, time < Axis ? time : time + node.Shape(1).Rank - 1));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new GatherGradient(node.Shape(0), Axis), dy, node.Input(1)));
    }

    private static Shape Target(Shape shape, Shape indices, int axis) => new([.. shape.Dims[..axis], .. indices.Dims, .. shape.Dims[(axis + 1)..]]);
}
