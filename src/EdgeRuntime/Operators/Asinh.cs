using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>arsinh x</c>.</summary>
internal sealed record Asinh() : DifferentiableUnary<Asinh.Formula>(default(Formula))
{
    /// <summary>ONNX Asinh 9, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Asinh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Asinh<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, S.Sqrt(S.Fma(x, x, S.Set(1f))));
    }
}
