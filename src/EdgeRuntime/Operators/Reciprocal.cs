using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>1 / x</c>.</summary>
internal sealed record Reciprocal() : DifferentiableUnary<Reciprocal.Formula>(default(Formula))
{
    /// <summary>ONNX Reciprocal 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Reciprocal(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(S.Set(1f), x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(S.Subtract(S.Zero, dy), S.Multiply(y, y));
    }
}
