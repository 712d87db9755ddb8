using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>(e^x - e^-x) / 2</c>.</summary>
internal sealed record Sinh() : DifferentiableUnary<Sinh.Formula>(default(Formula))
{
    /// <summary>ONNX Sinh 9, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Sinh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sinh<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, VectorMath.Cosh<S, V>(x));
    }
}
