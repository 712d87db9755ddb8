using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>max(0, min(1, Alpha x + Beta))</c>.</summary>
/// <param name="Alpha">The slope.</param>
/// <param name="Beta">The value at 0.</param>
internal sealed record HardSigmoid(float Alpha, float Beta) : DifferentiableUnary<HardSigmoid.Formula>(new Formula(Alpha, Beta))
{
    /// <summary>ONNX HardSigmoid 1, 6, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new HardSigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5f)), node.Input(0)));

    internal readonly record struct Formula(float Alpha, float Beta) : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Min(S.Set(1f), S.Max(S.Zero, S.Fma(S.Set(Alpha), x, S.Set(Beta))));

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V inside = S.And(S.Greater(y, S.Zero), S.Greater(S.Set(1f), y));
            return S.And(inside, S.Multiply(S.Set(Alpha), dy));
        }
    }
}
