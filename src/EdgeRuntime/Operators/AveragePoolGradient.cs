using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="AveragePool"/>: from dy to dx.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Source">The shape of x, [N, ..., C].</param>
internal sealed record AveragePoolGradient(AveragePool Pool, Shape Source) : Operator
{
    public override void Infer(Node node)
    {
        if (node.Shape(0).Rank != Source.Rank || node.Shape(0)[^1] != Source[^1])
            node.Fail($"dy {node.Shape(0)} does not belong to x {Source}.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        PoolSteps.AddAverageGradient(steps, new PoolGradientArgs
        {
            Dy = steps.Floats(node.Input(0)),
            Dx = steps.Floats(node.Output),
            Geometry = Pooling.Geometry(Pool.Window, Source, node.Shape(0)),
            CountPadding = Pool.CountPadding,
        });
}
