using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x / (1 + |x|)</c>.</summary>
internal sealed record Softsign() : DifferentiableUnary<Softsign.Formula>(default(Formula))
{
    /// <summary>ONNX Softsign 1, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Softsign(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(x, S.Add(S.Set(1f), VectorMath.Abs<S, V>(x)));

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V rest = S.Subtract(S.Set(1f), VectorMath.Abs<S, V>(y)); // 1 / (1 + |x|)
            return S.Multiply(dy, S.Multiply(rest, rest));
        }
    }
}
