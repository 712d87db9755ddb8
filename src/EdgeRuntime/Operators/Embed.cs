using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of a <see cref="Slice"/> with steps: zeros all over, the input where the slice took its elements.</summary>
/// <param name="Target">The shape that the slice reads.</param>
/// <param name="Slice">The slice.</param>
internal sealed record Embed(Shape Target, Slice Slice) : Operator
{
    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != new Shape(Slice.Lengths.Span))
            node.Fail($"{node.Input(0)} is not of the slice's shape [{Slice.Lengths}].");
        node.AddOutput(node.Type(0), Target);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value x = node.Input(0);
        byte* target = steps.Bytes(node.Output);
        steps.Add(new ZeroStep(target, node.Output.Bytes));
        int size = x.Type.Size();
        steps.Add(new MoveStep(
            steps.Bytes(x), target + (Slice.Offset(Target) * size), x.Shape.Dims, x.Shape.Strides(), Slice.SteppedStrides(Target), size));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(Slice, dy));
    }
}
