using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Axes in another order: output axis i is input axis <c>Order[i]</c>.</summary>
/// <param name="Order">A permutation of the axes.</param>
internal sealed record Transpose(Axes Order) : Operator
{
    /// <summary>ONNX Transpose 1, 13, 21 and newer; without <c>perm</c> the axes are reversed.</summary>
    public static void Import(ImportNode node)
    {
        int rank = node.Input(0).Shape.Rank;
        int[] order = node.Ints("perm") ?? Array.ConvertAll(new int[rank], _ => 0);
        if (!node.HasAttribute("perm"))
        {
            for (int i = 0; i < rank; i++)
                order[i] = rank - 1 - i;
        }

        for (int i = 0; i < order.Length; i++)
            order[i] = node.Axis(order[i], rank);
        node.Return(node.Emit(new Transpose(new Axes(order)), node.Input(0)));
    }

    /// <summary>The order that undoes this one.</summary>
    public Transpose Inverse()
    {
        int[] inverse = new int[Order.Count];
        for (int i = 0; i < inverse.Length; i++)
            inverse[Order[i]] = i;
        return new Transpose(new Axes(inverse));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        bool[] seen = new bool[shape.Rank];
        foreach (int axis in Order.Span)
        {
            if (axis < 0 || axis >= shape.Rank || seen[axis])
                node.Fail($"order [{Order}] is not a permutation of the {shape.Rank} axes of {node.Input(0)}.");
            seen[axis] = true;
        }

        if (Order.Count != shape.Rank)
            node.Fail($"order [{Order}] is not a permutation of the {shape.Rank} axes of {node.Input(0)}.");
        node.AddOutput(node.Type(0), shape.Permute(Order.Span));
    }

    /// <summary>A permutation that only moves axes of length 1 moves no element.</summary>
    public override Sharing Shares(Node node, int output) => MovesNothing(node.Shape(0)) ? Sharing.View(0) : Sharing.None;

    public bool MovesNothing(Shape shape)
    {
        int last = -1;
        foreach (int axis in Order.Span)
        {
            if (shape[axis] == 1)
                continue;
            if (axis < last)
                return false;
            last = axis;
        }

        return true;
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape shape = node.Shape(0);
        if (MovesNothing(shape))
        {
            CopyStep.AddUnlessShared(steps, node.Input(0), node.Output);
            return;
        }

        byte* x = steps.Bytes(node.Input(0)), y = steps.Bytes(node.Output);
        int[] strides = shape.Strides();
        int[] from = Array.ConvertAll(Order.Span.ToArray(), axis => strides[axis]);
        MoveLayout layout = new(node.Output.Shape.Dims, from, node.Output.Shape.Strides(), node.Type(0).Size());
        steps.Add(layout.ElementBytes == sizeof(float) && layout.TurnsMatrices ? new TransposeStep(x, y, layout) : new MoveStep(x, y, layout));
    }

    public override void ByFrames(Node node, StreamBuilder stream)
    {
        Frames frames = stream.Of(node.Input(0))!.Value;
        (int axis, int each) = frames.Find(node.Shape(0));
        stream.Return(node.Output, stream.Emit(this, stream.Step(node.Input(0))), frames.At(node.Output.Shape, Order.Span.IndexOf(axis), each));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(Inverse(), dy));
    }
}
