using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x / (1 + e^(-Alpha x))</c>: with Alpha 1 also called SiLU.</summary>
/// <param name="Alpha">The steepness.</param>
internal sealed record Swish(float Alpha) : DifferentiableUnary<Swish.Formula>(new Formula(Alpha))
{
    /// <summary>ONNX Swish 24 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Swish(node.Float("alpha", 1)), node.Input(0)));

    internal readonly record struct Formula(float Alpha) : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, VectorMath.Sigmoid<S, V>(S.Multiply(S.Set(Alpha), x)));

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V scaled = S.Multiply(S.Set(Alpha), x);
            V s = VectorMath.Sigmoid<S, V>(scaled);
            return S.Multiply(dy, S.Fma(scaled, S.Fnma(s, s, s), s));
        }
    }
}
