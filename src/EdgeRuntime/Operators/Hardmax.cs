using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>1 at the first greatest element along an axis, 0 elsewhere: a comparison with its index. Flat, so that no gradient flows back.</summary>
internal static class Hardmax
{
    /// <summary>ONNX Hardmax 1, 11 (from <c>axis</c> on all axes are one) and 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int rank = x.Shape.Rank;
        int axis = node.Int("axis", node.Opset < 13 ? 1 : -1);
        Value rows = x;
        if (node.Opset < 13)
        {
            axis = axis == rank ? axis : node.Axis(axis, rank);
            rows = node.Reshape(x, new Shape(x.Shape.Product(0, axis), x.Shape.Product(axis, rank)));
            axis = 1;
        }
        else
        {
            axis = node.Axis(axis, rank);
        }

        Value index = node.Emit(new ArgReduce(axis, Least: false, SelectLast: false), rows);
        Value numbers = OneHot.Numbers(node, rows.Shape[axis], rows.Shape.Rank - 1 - axis);
        Value y = Cast.Convert(node, node.Emit(new Equal(), index, numbers), x.Type);
        node.Return(node.Reshape(y, x.Shape));
    }
}
