using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements divided by the norm of their line along an axis; a line of zeros stays one.</summary>
internal static class LpNormalization
{
    /// <summary>ONNX LpNormalization 1, 22 and newer: p is 1 or 2.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", -1), x.Shape.Rank), p = node.Int("p", 2);
        if (p is not (1 or 2))
            node.Refuse($"p = {p} is not 1 or 2");
        Value norm = node.Emit(new Reduce(p == 1 ? ReduceKind.L1 : ReduceKind.L2, new Axes(axis)), x);
        Value isZero = node.Emit(new Equal(), norm, node.Constant(new Tensor(norm.Type, default)));
        Value one = Cast.Convert(node, node.Scalar(1), norm.Type);
        node.Return(node.Emit(new Div(), x, node.Emit(new Where(), isZero, one, norm)));
    }
}
