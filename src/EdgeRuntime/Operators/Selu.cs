namespace EdgeRuntime.Operators;

/// <summary><c>Gamma x</c> where x is 0 or more, else <c>Gamma Alpha (e^x - 1)</c>.</summary>
/// <param name="Alpha">The limit on the left is <c>-Gamma Alpha</c>.</param>
/// <param name="Gamma">The slope on the right.</param>
internal sealed record Selu(float Alpha, float Gamma) : DifferentiableUnary<EluFormula>(new EluFormula(Alpha, Gamma, 1))
{
    /// <summary>ONNX Selu 1 (defaults with fewer digits), 6, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        bool old = node.Opset < 6;
        node.Return(node.Emit(new Selu(node.Float("alpha", old ? 1.6732f : 1.67326324f), node.Float("gamma", old ? 1.0507f : 1.05070102f)), node.Input(0)));
    }
}
