using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>artanh x</c>; infinite at 1 and -1, NaN beyond.</summary>
internal sealed record Atanh() : DifferentiableUnary<Atanh.Formula>(default(Formula))
{
    /// <summary>ONNX Atanh 9, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Atanh(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Atanh<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(dy, S.Multiply(S.Subtract(S.Set(1f), x), S.Add(S.Set(1f), x)));
    }
}
