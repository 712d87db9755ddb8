using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The least integer that is not below x; flat, so that no gradient flows back.</summary>
internal sealed record Ceil() : Unary<Ceil.Formula>(default(Formula))
{
    /// <summary>ONNX Ceil 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Ceil(), node.Input(0)));

    internal readonly record struct Formula : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Ceiling(x);
    }
}
