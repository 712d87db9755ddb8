using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>(e^x + e^-x) / 2</c>.</summary>
internal sealed record Cosh() : DifferentiableUnary<Cosh.Formula>(default(Formula))
{
    /// <summary>ONNX Cosh 9, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Cosh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Cosh<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, VectorMath.Sinh<S, V>(x));
    }
}
