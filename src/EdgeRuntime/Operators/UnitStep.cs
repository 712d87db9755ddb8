using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>1 where x is 0 or more, else 0; flat, so that no gradient flows back. Edge's own, in the domain <c>edge</c>.</summary>
internal sealed record UnitStep() : Unary<UnitStep.Formula>(default(Formula))
{
    /// <summary>Step of the domain edge.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new UnitStep(), node.Input(0)));

    public override string Type => "Step";

    internal readonly record struct Formula : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.GreaterOrEqual(x, S.Zero), S.Set(1f));
    }
}
