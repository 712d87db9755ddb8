using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// One element of an axis for each index, at the index's own place on the other axes: <c>y[.., i, ..] = x[.., index[.., i, ..], ..]</c>;
/// negative indices count from the end. An index outside of the axis is refused at load where it is a constant; one that comes at run
/// time gives NaN in floats, 0 in integers, and reads nothing.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record GatherElements(int Axis) : Operator
{
    /// <summary>ONNX GatherElements 11, 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), indices = node.Input(1);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        if (indices.IsConstant)
        {
            int length = x.Shape[axis];
            foreach (long index in indices.Data!.ToInt64())
            {
                if (index < -length || index >= length)
                    Throw.Shape($"{node.Path}: index {index} is outside of axis {axis} of {x}.");
            }
        }

        node.Return(node.Emit(new GatherElements(axis), x, indices));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0), indices = node.Shape(1);
        if (Axis < 0 || Axis >= x.Rank)
            node.Fail($"axis {Axis} is not one of the {x.Rank} axes of {node.Input(0)}.");
        if (node.Type(1) is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"indices {node.Input(1)} must be 32- or 64-bit integers.");
        bool fits = x.Rank == indices.Rank;
        for (int i = 0; fits && i < x.Rank; i++)
            fits = i == Axis || indices[i] <= x[i];
        if (!fits)
            node.Fail($"indices {node.Input(1)} must have the axes of {node.Input(0)}, none but axis {Axis} longer.");
        node.AddOutput(node.Type(0), indices);
    }

    public override void Compile(Node node, StepBuilder steps) => steps.Add(node.Type(0).Size() switch
    {
        1 => new GatherElementsStep<byte>(node, Axis, byte.MinValue, steps),
        2 => new GatherElementsStep<ushort>(node, Axis, node.Type(0).IsFloat() ? ushort.MaxValue : ushort.MinValue, steps),
        4 => new GatherElementsStep<uint>(node, Axis, node.Type(0).IsFloat() ? uint.MaxValue : uint.MinValue, steps),
        _ => new GatherElementsStep<ulong>(node, Axis, node.Type(0).IsFloat() ? ulong.MaxValue : ulong.MinValue, steps),
    });

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new GatherElementsGradient(node.Shape(0), Axis), dy, node.Input(1)));
    }
}
