using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The square root; NaN below 0.</summary>
internal sealed record Sqrt() : DifferentiableUnary<Sqrt.Formula>(default(Formula))
{
    /// <summary>ONNX Sqrt 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Sqrt(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Sqrt(x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(S.Multiply(S.Set(0.5f), dy), y);
    }
}
