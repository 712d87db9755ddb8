using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>arccos x</c>; NaN outside of -1 .. 1.</summary>
internal sealed record Acos() : DifferentiableUnary<Acos.Formula>(default(Formula))
{
    /// <summary>ONNX Acos 7, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Acos(), node.Input(0)));

    internal readonly record struct Formula : IDifferentiableMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Acos<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(S.Subtract(S.Zero, dy), S.Sqrt(S.Multiply(S.Subtract(S.Set(1f), x), S.Add(S.Set(1f), x))));
    }
}
