using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x P(x)</c> with P the normal distribution function: <c>x / 2 (1 + erf(x / sqrt(2)))</c>.</summary>
internal sealed record Gelu() : DifferentiableUnary<Gelu.Formula>(default(Formula))
{
    /// <summary>ONNX Gelu 20 and newer; <c>approximate</c> "tanh" is <see cref="GeluTanh"/>.</summary>
    public static void Import(ImportNode node)
    {
        string form = node.String("approximate", "none");
        if (form is not ("none" or "tanh"))
            node.Refuse($"approximate '{form}' is unknown: none and tanh are supported");
        node.Return(node.Emit(form == "tanh" ? new GeluTanh() : new Gelu(), node.Input(0)));
    }

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, Distribution<S, V>(x));

        // P(x) + x p(x), p the normal density.
        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V half = S.Multiply(S.Set(-0.5f), x);
            V density = S.Multiply(S.Set(0.398942280f), VectorMath.Exp<S, V>(S.Multiply(half, x))); // 1 / sqrt(2 pi)
            return S.Multiply(dy, S.Fma(x, density, Distribution<S, V>(x)));
        }

        private static V Distribution<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct
        {
            V erf = VectorMath.Erf<S, V>(S.Multiply(x, S.Set(0.707106781f)));
            return S.Fma(S.Set(0.5f), erf, S.Set(0.5f));
        }
    }
}
