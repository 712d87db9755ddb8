using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The same elements in memory of their own: what must outlive an update of the variable that it is read from.</summary>
internal sealed record Copy : Operator
{
    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node) => node.AddOutput(node.Type(0), node.Shape(0));

    public override void Compile(Node node, StepBuilder steps) => CopyStep.AddUnlessShared(steps, node.Input(0), node.Output);
}
