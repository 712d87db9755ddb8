using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Makes a value the state that the next run starts from. Inputs: the state, which is a variable, and its new value, which lies in the
/// variable's memory already wherever nobody reads the old state any more when it is written.
/// </summary>
internal sealed record StoreState : Operator
{
    public override bool Updates => true;

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (node.Type(0) != node.Type(1) || node.Shape(0) != node.Shape(1))
            node.Fail($"the new state {node.Input(1)} must have the type and shape of {node.Input(0)}.");
        node.AddOutput(node.Type(0), node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override void Compile(Node node, StepBuilder steps) => CopyStep.AddUnlessShared(steps, node.Input(1), node.Output);
}
