using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// What dy contributes to an operand of a <see cref="Binary{TMap}"/>, in one pass: from two saved values, which broadcast to the shape
/// of dy, and dy. Where the operand repeats, the contributions are summed afterwards.
/// </summary>
/// <param name="Of">The operator's name.</param>
/// <param name="Map">The formula.</param>
internal sealed record BinaryGradient<TMap>(string Of, TMap Map) : Operator
    where TMap : struct, IMap3
{
    public override string Type => Of + "Gradient";

    public override bool IsElementwise => true;

    public override void Infer(Node node)
    {
        Shape dy = node.Shape(2);
        if (Shape.Broadcast(node.Shape(0), dy) != dy || Shape.Broadcast(node.Shape(1), dy) != dy)
            node.Fail($"{node.Input(0)} and {node.Input(1)} do not broadcast to the gradient {node.Input(2)}.");
        node.AddOutput(node.Type(2), dy);
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(2);

    public override void Compile(Node node, StepBuilder steps) => TernaryStep.Add(steps, Map, node.Input(0), node.Input(1), node.Input(2), node.Output);
}
