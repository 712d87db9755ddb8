using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The greatest integer that is not above x; flat, so that no gradient flows back.</summary>
internal sealed record Floor() : Unary<Floor.Formula>(default(Formula))
{
    /// <summary>ONNX Floor 1, 6, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Floor(), node.Input(0)));

    internal readonly record struct Formula : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Floor(x);
    }
}
