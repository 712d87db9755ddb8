using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="GatherNd"/>: dy added up where its slices came from, in the order of the tuples.</summary>
/// <param name="Source">The shape of the tensor that was picked from.</param>
/// <param name="BatchAxes">Leading axes that it shares with the indices.</param>
internal sealed record GatherNdGradient(Shape Source, int BatchAxes) : Operator
{
    public override string Type => "GatherNDGradient";

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        if (IndexTuples.Infer(node, Source, node.Input(1), BatchAxes) != node.Shape(0))
            node.Fail($"{node.Input(0)} and {node.Input(1)} do not belong to {Source}.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new ScatterNdStep<float>(
        new IndexTuples(Source, node.Input(1), BatchAxes, steps), ScatterReduction.Add, null, steps.Floats(node.Input(0)), steps.Floats(node.Output)));
}
