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
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        CheckConstant(node, axis);
        node.Return(node.Emit(new GatherElements(axis), x, node.Input(1)));
    }

    /// <summary>Fails where input 1 is a constant that names elements which axis <paramref name="axis"/> of input 0 does not have.</summary>
    public static void CheckConstant(ImportNode node, int axis)
    {
        Value x = node.Input(0), indices = node.Input(1);
        if (!indices.IsConstant)
            return;
        int length = x.Shape[axis];
        foreach (long index in indices.Data!.ToInt64())
        {
            if (index < -length || index >= length)
                Throw.Shape($"{node.Path}: index {index} is outside of axis {axis} of {x}.");
        }
    }

    /// <summary>Fails unless the indices have the axes of <paramref name="x"/>, none but <paramref name="axis"/> longer.</summary>
    public static void CheckIndices(Node node, Value x, Value indices, int axis)
    {
        int rank = x.Shape.Rank;
        if (axis < 0 || axis >= rank)
            node.Fail($"axis {axis} is not one of the {rank} axes of {x}.");
        bool fits = rank == indices.Shape.Rank;
        for (int i = 0; fits && i < rank; i++)
            fits = i == axis || indices.Shape[i] <= x.Shape[i];
        if (!fits)
            node.Fail($"indices {indices} must have the axes of {x}, none but axis {axis} longer.");
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (node.Type(1) is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"indices {node.Input(1)} must be 32- or 64-bit integers.");
        CheckIndices(node, node.Input(0), node.Input(1), Axis);
        node.AddOutput(node.Type(0), node.Shape(1));
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
