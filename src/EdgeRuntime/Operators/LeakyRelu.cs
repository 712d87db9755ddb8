using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x</c> where it is 0 or more, else <c>Alpha x</c>.</summary>
/// <param name="Alpha">The slope on the left.</param>
internal sealed record LeakyRelu(float Alpha) : DifferentiableUnary<LeakyRelu.Formula>(new Formula(Alpha))
{
    /// <summary>ONNX LeakyRelu 1, 6, 16 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new LeakyRelu(node.Float("alpha", 0.01f)), node.Input(0)));

    internal readonly record struct Formula(float Alpha) : IDifferentiableMap
    {
        public bool GradientTakesOutput => Alpha > 0;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Greater(S.Zero, x), S.Multiply(S.Set(Alpha), x), x);

        public V Gradient<S, V>(V saved, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Greater(S.Zero, saved), S.Multiply(S.Set(Alpha), dy), dy);
    }
}
