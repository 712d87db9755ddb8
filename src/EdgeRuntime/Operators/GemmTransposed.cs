using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary><c>c [K, N] = a^T * b</c> of a [M, K] and b [M, N]: the gradient of a product's weights.</summary>
internal sealed record GemmTransposed : Operator
{
    public override void Infer(Node node)
    {
        Shape a = node.Shape(0), b = node.Shape(1);
        if (a.Rank != 2 || b.Rank != 2 || a[0] != b[0])
            node.Fail($"matrices [M, K] and [M, N] are needed, got {node.Input(0)} and {node.Input(1)}.");
        node.AddOutput(ElementType.Float32, new Shape(a[1], b[1]));
    }

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(0)[0];

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape a = node.Shape(0), c = node.Output.Shape;
        if (c.Count > 0)
            GemmSteps.AddTransposed(steps, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), a[0], c[0], c[1]);
    }
}
