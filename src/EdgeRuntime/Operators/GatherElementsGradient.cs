using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of <see cref="GatherElements"/>: <c>dx[.., index[.., i, ..], ..] += dy[.., i, ..]</c>, i ascending; indices outside of
/// the axis add nothing.
/// </summary>
/// <param name="Source">The shape of the tensor that was picked from.</param>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record GatherElementsGradient(Shape Source, int Axis) : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"{node.Input(0)} and {node.Input(1)} must have one shape.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new ScatterElementsStep<float>(
        new AxisLines(Source, node.Shape(0), Axis), ScatterReduction.Add, null,
        steps.Bytes(node.Input(1)), node.Type(1), steps.Floats(node.Input(0)), steps.Floats(node.Output)));
}
