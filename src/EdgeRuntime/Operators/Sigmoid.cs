using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>1 / (1 + e^-x)</c>.</summary>
internal sealed record Sigmoid() : DifferentiableUnary<Sigmoid.Formula>(default(Formula))
{
    /// <summary>ONNX Sigmoid 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Sigmoid(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sigmoid<S, V>(x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, S.Fnma(y, y, y));
    }
}
