using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A pairwise function of numbers of any type but bools: vectors of floats, the other types one by one.</summary>
internal abstract record Arithmetic<TMap>() : Binary<TMap>(default(TMap))
    where TMap : struct, IMap2, INumberMap2
{
    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberBinaryStep<TMap>.Add(node, steps);
}
