using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>ln(1 + e^x)</c>.</summary>
internal sealed record Softplus() : DifferentiableUnary<Softplus.Formula>(default(Formula))
{
    /// <summary>ONNX Softplus 1, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Softplus(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Softplus<S, V>(x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(S.Subtract(S.Zero, dy), VectorMath.ExpM1<S, V>(S.Subtract(S.Zero, y)));
    }
}
