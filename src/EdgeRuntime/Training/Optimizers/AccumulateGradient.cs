using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary><c>sum = sum + dw</c> in the sum's own place: input 0 is the sum, 1 the gradient of a micro-batch.</summary>
internal sealed record AccumulateGradient : Operator
{
    public override bool Updates => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"gradient {node.Input(1)} must have the shape of the sum {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override void Compile(Node node, StepBuilder steps) => MapStep.Add(steps, default(Add.Formula), node.Input(0), node.Input(1), node.Output);
}
