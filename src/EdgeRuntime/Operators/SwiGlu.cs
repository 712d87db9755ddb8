using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A gate and what it lets through: <c>a / (1 + e^(-alpha a)) b</c> (Shazeer, 2020), made of <see cref="Swish"/> and <see cref="Mul"/>.</summary>
internal static class SwiGlu
{
    /// <summary>ONNX SwiGLU 28.</summary>
    public static void Import(ImportNode node) =>
        node.Return(node.Emit(new Mul(), node.Emit(new Swish(node.Float("alpha", 1)), node.Input(0)), node.Input(1)));
}
