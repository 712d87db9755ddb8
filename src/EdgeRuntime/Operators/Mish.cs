using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x tanh(ln(1 + e^x))</c>.</summary>
internal sealed record Mish() : DifferentiableUnary<Mish.Formula>(default(Formula))
{
    /// <summary>ONNX Mish 18, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Mish(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, VectorMath.TanhOfSoftplus<S, V>(x));

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V t = VectorMath.TanhOfSoftplus<S, V>(x);
            V slope = S.Multiply(S.Fnma(t, t, S.Set(1f)), VectorMath.Sigmoid<S, V>(x));
            return S.Multiply(dy, S.Fma(x, slope, t));
        }
    }
}
