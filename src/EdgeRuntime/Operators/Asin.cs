using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>arcsin x</c>; NaN outside of -1 .. 1.</summary>
internal sealed record Asin() : DifferentiableUnary<Asin.Formula>(default(Formula))
{
    /// <summary>ONNX Asin 7, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Asin(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Asin<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, S.Sqrt(S.Multiply(S.Subtract(S.Set(1f), x), S.Add(S.Set(1f), x))));
    }
}
