using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>(e^2x - 1) / (e^2x + 1)</c>.</summary>
internal sealed record Tanh() : DifferentiableUnary<Tanh.Formula>(default(Formula))
{
    /// <summary>ONNX Tanh 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Tanh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Tanh<S, V>(x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, S.Fnma(y, y, S.Set(1f)));
    }
}
