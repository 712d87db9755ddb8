using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>cos x</c>; NaN beyond 6.5 million radians, where neighbouring floats are half a radian apart.</summary>
internal sealed record Cos() : DifferentiableUnary<Cos.Formula>(default(Formula))
{
    /// <summary>ONNX Cos 7, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Cos(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Cos<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, S.Subtract(S.Zero, VectorMath.Sin<S, V>(x)));
    }
}
