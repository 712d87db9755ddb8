using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>2 / sqrt(pi)</c> times the integral of <c>e^(-t^2)</c> from 0 to x.</summary>
internal sealed record Erf() : DifferentiableUnary<Erf.Formula>(default(Formula))
{
    /// <summary>ONNX Erf 9, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Erf(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Erf<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V bell = VectorMath.Exp<S, V>(S.Multiply(S.Subtract(S.Zero, x), x));
            return S.Multiply(dy, S.Multiply(S.Set(1.12837917f), bell)); // 2 / sqrt(pi)
        }
    }
}
