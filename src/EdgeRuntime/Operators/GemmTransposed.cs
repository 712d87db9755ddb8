using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary><c>c [K, N] = a^T * b</c> of a [M, K] and b [M, N]: the gradient of a product's weights.</summary>
/// <param name="Adds">Whether input 2 [K, N] is a sum to go on from, in place.</param>
internal sealed record GemmTransposed(bool Adds = false) : Operator, ISummed
{
    public override bool Updates => Adds;

    public Operator IntoSum() => this with { Adds = true };

    public override Sharing Shares(Node node, int output) => Adds ? Sharing.View(2) : Sharing.None;

    public override void Infer(Node node)
    {
        Shape a = node.Shape(0), b = node.Shape(1);
        if (a.Rank != 2 || b.Rank != 2 || a[0] != b[0])
            node.Fail($"matrices [M, K] and [M, N] are needed, got {node.Input(0)} and {node.Input(1)}.");
        Shape c = new(a[1], b[1]);
        if (Adds && node.Shape(2) != c)
            node.Fail($"a sum of {c} is needed, got {node.Input(2)}.");
        node.AddOutput(ElementType.Float32, c);
    }

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(0)[0];

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape a = node.Shape(0), c = node.Output.Shape;
        if (c.Count > 0)
            GemmSteps.AddTransposed(steps, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), a[0], c[0], c[1], Adds);
    }
}
