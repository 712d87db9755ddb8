using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The index of the greatest or least element along an axis, as 64-bit integers; the axis stays, with length 1.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Least">Whether the least element is wanted: ArgMin.</param>
/// <param name="SelectLast">Whether the last of equal elements counts, not the first.</param>
internal sealed record ArgReduce(int Axis, bool Least, bool SelectLast) : Operator
{
    public override string Type => Least ? "ArgMin" : "ArgMax";

    /// <summary>ONNX ArgMax 1, 11, 12 (<c>select_last_index</c>), 13 and newer.</summary>
    public static void ImportMax(ImportNode node) => Import(node, false);

    /// <summary>ONNX ArgMin 1, 11, 12, 13 and newer.</summary>
    public static void ImportMin(ImportNode node) => Import(node, true);

    public override bool Takes(ElementType type) => type != ElementType.Bool && type != ElementType.Float16;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        if (Axis < 0 || Axis >= shape.Rank || shape[Axis] == 0)
            node.Fail($"axis {Axis} of {node.Input(0)} is not there, or empty.");
        node.AddOutput(ElementType.Int64, shape.With(Axis, 1));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        byte* x = steps.Bytes(node.Input(0));
        long* y = steps.Pointer<long>(node.Output);
        Shape shape = node.Shape(0);
        steps.Add(node.Type(0) switch
        {
            ElementType.Float32 => new ArgReduceStep<float>(this, shape, x, y),
            ElementType.Float64 => new ArgReduceStep<double>(this, shape, x, y),
            ElementType.Int8 => new ArgReduceStep<sbyte>(this, shape, x, y),
            ElementType.Int16 => new ArgReduceStep<short>(this, shape, x, y),
            ElementType.Int32 => new ArgReduceStep<int>(this, shape, x, y),
            ElementType.Int64 => new ArgReduceStep<long>(this, shape, x, y),
            ElementType.UInt16 => new ArgReduceStep<ushort>(this, shape, x, y),
            ElementType.UInt32 => new ArgReduceStep<uint>(this, shape, x, y),
            ElementType.UInt64 => new ArgReduceStep<ulong>(this, shape, x, y),
            _ => new ArgReduceStep<byte>(this, shape, x, y),
        });
    }

    /// <summary>An index does not change with small changes of the input: there is nothing to pass back.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
    }

    private static void Import(ImportNode node, bool least)
    {
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        bool keep = node.Flag("keepdims", true);
        Value y = node.Emit(new ArgReduce(axis, least, node.Flag("select_last_index", false)), x);
        node.Return(keep ? y : node.Reshape(y, x.Shape.RemoveAt(axis)));
    }
}
