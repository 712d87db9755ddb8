using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x + Bias</c> below -Limit, <c>x - Bias</c> above Limit, 0 between (and of NaN).</summary>
/// <param name="Limit">Where zeros end (ONNX's lambd).</param>
/// <param name="Bias">How far the outer parts move towards 0.</param>
internal sealed record Shrink(float Limit, float Bias) : DifferentiableUnary<Shrink.Formula>(new Formula(Limit, Bias))
{
    /// <summary>ONNX Shrink 9 and newer.</summary>
    public static void Import(ImportNode node) =>
        node.Return(node.Emit(new Shrink(node.Float("lambd", 0.5f), node.Float("bias", 0)), node.Input(0)));

    internal readonly record struct Formula(float Limit, float Bias) : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct
        {
            V below = S.Greater(S.Set(-Limit), x), above = S.Greater(x, S.Set(Limit)), bias = S.Set(Bias);
            // Where the limit is negative both hold: the first condition counts.
            return S.Select(below, S.Add(x, bias), S.And(above, S.Subtract(x, bias)));
        }

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.Or(S.Greater(S.Set(-Limit), x), S.Greater(x, S.Set(Limit))), dy);
    }
}
