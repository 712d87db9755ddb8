using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The nearest integer, halves to the even one; flat, so that no gradient flows back.</summary>
internal sealed record Round() : Unary<Round.Formula>(default(Formula))
{
    /// <summary>ONNX Round 11, 22 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Round(), node.Input(0)));

    internal readonly record struct Formula : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Round(x);
    }
}
