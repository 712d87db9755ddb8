using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x / 2 (1 + tanh u)</c>, <c>u = sqrt(2 / pi) (x + 0.044715 x^3)</c>: the approximation of <see cref="Gelu"/> that BERT made common.</summary>
internal sealed record GeluTanh() : DifferentiableUnary<GeluTanh.Formula>(default(Formula))
{
    internal readonly record struct Formula : IDifferentiableMap
    {
        private const float Linear = 1.59576912f, Cubic = 0.0713548163f; // 2 sqrt(2 / pi), and that times 0.044715

        public bool GradientTakesOutput => false;

        // (1 + tanh u) / 2 = sigmoid(2 u), which does not cancel on the left.
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, Gate<S, V>(x, S.Multiply(x, x)));

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V square = S.Multiply(x, x);
            V s = Gate<S, V>(x, square);
            V slope = S.Fma(S.Set(3 * Cubic), square, S.Set(Linear)); // of 2 u
            return S.Multiply(dy, S.Fma(S.Multiply(x, slope), S.Fnma(s, s, s), s));
        }

        private static V Gate<S, V>(V x, V square)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sigmoid<S, V>(S.Multiply(x, S.Fma(S.Set(Cubic), square, S.Set(Linear))));
    }
}
