namespace EdgeRuntime.Operators;

/// <summary><c>x</c> where it is 0 or more, else <c>Alpha (e^x - 1)</c>.</summary>
/// <param name="Alpha">Minus the limit on the left.</param>
internal sealed record Elu(float Alpha) : DifferentiableUnary<EluFormula>(new EluFormula(Alpha, 1, 1))
{
    /// <summary>ONNX Elu 1, 6, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Elu(node.Float("alpha", 1)), node.Input(0)));
}
