using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>arcosh x</c>; NaN below 1.</summary>
internal sealed record Acosh() : DifferentiableUnary<Acosh.Formula>(default(Formula))
{
    /// <summary>ONNX Acosh 9, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Acosh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Acosh<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, S.Sqrt(S.Multiply(S.Subtract(x, S.Set(1f)), S.Add(x, S.Set(1f)))));
    }
}
