using System;
using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements converted to another type; floats to integers truncate toward zero, anything but zero is true.</summary>
/// <param name="To">The type of the output.</param>
internal sealed record Cast(ElementType To) : Operator
{
    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node) => node.AddOutput(To, node.Shape(0));

    public override Sharing Shares(Node node, int output) => node.Type(0) == To ? Sharing.View(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Type(0) == To)
            CopyStep.AddUnlessShared(steps, node.Input(0), node.Output);
        else
            steps.Add(CastSteps.Make(node.Type(0), To, steps.Bytes(node.Input(0)), steps.Bytes(node.Output), node.Shape(0).Count));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (To.IsFloat() && gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new Cast(node.Type(0)), dy));
    }
}
