using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>tan x</c>; NaN beyond 6.5 million radians, where neighbouring floats are half a radian apart.</summary>
internal sealed record Tan() : DifferentiableUnary<Tan.Formula>(default(Formula))
{
    /// <summary>ONNX Tan 7, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Tan(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Tan<S, V>(x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, S.Fma(y, y, S.Set(1f)));
    }
}
