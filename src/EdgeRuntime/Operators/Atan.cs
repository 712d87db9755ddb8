using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>arctan x</c>.</summary>
internal sealed record Atan() : DifferentiableUnary<Atan.Formula>(default(Formula))
{
    /// <summary>ONNX Atan 7, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Atan(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Atan<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, S.Fma(x, x, S.Set(1f)));
    }
}
