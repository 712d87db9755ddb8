using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>ln x</c>; NaN below 0.</summary>
internal sealed record Log() : DifferentiableUnary<Log.Formula>(default(Formula))
{
    /// <summary>ONNX Log 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Log(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Log<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, x);
    }
}
