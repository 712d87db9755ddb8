using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x max(0, min(1, x / 6 + 1/2))</c>.</summary>
internal sealed record HardSwish() : DifferentiableUnary<HardSwish.Formula>(default(Formula))
{
    /// <summary>ONNX HardSwish 14, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new HardSwish(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, S.Min(S.Set(1f), S.Max(S.Zero, S.Fma(S.Set(1f / 6), x, S.Set(0.5f)))));

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V slope = S.Fma(S.Set(1f / 3), x, S.Set(0.5f)); // of x (x / 6 + 1/2)
            slope = S.Select(S.GreaterOrEqual(x, S.Set(3f)), S.Set(1f), slope);
            return S.Multiply(dy, S.Select(S.GreaterOrEqual(S.Set(-3f), x), S.Zero, slope));
        }
    }
}
