namespace EdgeRuntime.Operators;

/// <summary>ONNX Size: the number of elements, known when the model is loaded.</summary>
internal static class SizeOf
{
    /// <summary>ONNX Size 1, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Constant(Tensor.Of<long>(default, [node.Input(0).Shape.Count])));
}
