namespace EdgeRuntime.Operators;

/// <summary><c>x</c> where it is 0 or more, else <c>Alpha (e^(x / Alpha) - 1)</c>.</summary>
/// <param name="Alpha">Minus the limit on the left; not 0.</param>
internal sealed record Celu(float Alpha) : DifferentiableUnary<EluFormula>(new EluFormula(Alpha, 1, 1 / Alpha))
{
    /// <summary>ONNX Celu 12 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Celu(node.Float("alpha", 1)), node.Input(0)));
}
