using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The K greatest or least elements along an axis and their indices, best first; of equal elements the one with the lower index comes
/// first, and NaN is greater than any number.
/// </summary>
/// <param name="K">How many.</param>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Largest">Whether the greatest are wanted.</param>
internal sealed record TopK(int K, int Axis, bool Largest) : Operator
{
    /// <summary>
    /// ONNX TopK 1 (attribute <c>k</c>), 10 (input), 11 (<c>largest</c>, <c>sorted</c>), 24 and newer; the result is sorted in any case.
    /// </summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        node.Ignore("sorted");
        int axis = node.Axis(node.Int("axis", -1), x.Shape.Rank);
        int k;
        if (node.Opset < 10)
        {
            k = node.Int("k", -1);
        }
        else
        {
            int[] ks = node.ConstantInts(1);
            if (ks.Length != 1)
                Throw.Shape($"{node.Path}: K holds {ks.Length} numbers, expected one.");
            k = ks[0];
        }

        node.Return(node.EmitAll(new TopK(k, axis, node.Flag("largest", true)), x));
    }

    public override bool Takes(ElementType type) => type != ElementType.Bool;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        if (Axis < 0 || Axis >= shape.Rank || K < 0 || K > shape[Axis])
            node.Fail($"K = {K} of axis {Axis} of {node.Input(0)}: expected 0 to the length of an axis that is there.");
        node.AddOutput(node.Type(0), shape.With(Axis, K));
        node.AddOutput(ElementType.Int64, shape.With(Axis, K));
    }

    public override void Reserve(Node node, Reservation memory) => memory.WorkerScratch((long)K * sizeof(int));

    public override void Compile(Node node, StepBuilder steps) => steps.Add(node.Type(0) switch
    {
        ElementType.Float32 => new TopKStep<float>(this, node, steps),
        ElementType.Float64 => new TopKStep<double>(this, node, steps),
        ElementType.Float16 => new TopKStep<System.Half>(this, node, steps),
        ElementType.Int8 => new TopKStep<sbyte>(this, node, steps),
        ElementType.Int16 => new TopKStep<short>(this, node, steps),
        ElementType.Int32 => new TopKStep<int>(this, node, steps),
        ElementType.Int64 => new TopKStep<long>(this, node, steps),
        ElementType.UInt16 => new TopKStep<ushort>(this, node, steps),
        ElementType.UInt32 => new TopKStep<uint>(this, node, steps),
        ElementType.UInt64 => new TopKStep<ulong>(this, node, steps),
        _ => new TopKStep<byte>(this, node, steps),
    });

    /// <summary>The gradient of a value goes to the element that it was copied from.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new TopKGradient(node.Shape(0), Axis), dy, node.Outputs[1]));
    }
}
