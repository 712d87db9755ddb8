using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A function of each element with a gradient, which is one fused kernel over what was saved and dy.</summary>
/// <param name="Map">The formula, its gradient and their constants.</param>
internal abstract record DifferentiableUnary<TMap>(TMap Map) : Unary<TMap>(Map)
    where TMap : struct, IDifferentiableMap
{
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value x = node.Input(0);
        if (!gradient.Needs(x) || gradient.Of(node.Output) is not { } dy)
            return;
        Value saved = Map.GradientTakesOutput ? node.Output : x;
        gradient.Add(x, gradient.Emit(new UnaryGradient<TMap>(Type, Map), saved, dy));
    }
}
