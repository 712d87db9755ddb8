using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x</c> where it is greater than Alpha, else 0.</summary>
/// <param name="Alpha">The threshold.</param>
internal sealed record ThresholdedRelu(float Alpha) : DifferentiableUnary<ThresholdedRelu.Formula>(new Formula(Alpha))
{
    /// <summary>ONNX ThresholdedRelu 10, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new ThresholdedRelu(node.Float("alpha", 1)), node.Input(0)));

    internal readonly record struct Formula(float Alpha) : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.Greater(x, S.Set(Alpha)), x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.Greater(x, S.Set(Alpha)), dy);
    }
}
