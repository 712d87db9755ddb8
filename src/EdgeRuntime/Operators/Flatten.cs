namespace EdgeRuntime.Operators;

/// <summary>ONNX Flatten: two axes, the product of those before <c>axis</c> and of those from it on; a <see cref="Reshape"/>.</summary>
internal static class Flatten
{
    /// <summary>ONNX Flatten 1, 9, 11, 13 and newer; <c>axis</c> is 1 by default and may be the rank.</summary>
    public static void Import(ImportNode node)
    {
        Shape shape = node.Input(0).Shape;
        int axis = node.Int("axis", 1);
        if (axis != shape.Rank)
            axis = node.Axis(axis, shape.Rank);
        node.Return(node.Reshape(node.Input(0), new Shape(shape.Product(0, axis), shape.Product(axis, shape.Rank))));
    }
}
