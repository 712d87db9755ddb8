namespace EdgeRuntime.Operators;

/// <summary>ONNX ConstantOfShape: one number all over a shape.</summary>
internal static class ConstantOfShape
{
    /// <summary>ONNX ConstantOfShape 9, 20 and newer; without <c>value</c> it is 0 as float32.</summary>
    public static void Import(ImportNode node)
    {
        Shape shape = new(node.ConstantInts(0));
        Tensor value = node.TensorAttribute("value") ?? Tensor.Scalar(0);
        if (value.Shape.Count != 1)
            Throw.Shape($"{node.Path}: 'value' has {value.Shape.Count} elements, expected 1.");
        node.Return(node.Emit(new Expand(shape), node.Constant(value.Reshape(default))));
    }
}
