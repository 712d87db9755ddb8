using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="Lrn"/>: from x and dy to dx.</summary>
/// <param name="Forward">The normalization.</param>
internal sealed record LrnGradient(Lrn Forward) : Operator
{
    public override void Infer(Node node)
    {
        if (node.Shape(1) != node.Shape(0))
            node.Fail($"dy {node.Shape(1)} does not belong to {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override void Reserve(Node node, Reservation memory) =>
        memory.WorkerScratch(2 * (node.Shape(0)[^1] + Forward.Size - 1L) * sizeof(float));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        LrnArgs args = Forward.Args(node);
        args.X = steps.Floats(node.Input(0));
        args.Dy = steps.Floats(node.Input(1));
        args.Dx = steps.Floats(node.Output);
        steps.AddAcross(args.Channels, new LrnStepMaker(args, node.Shape(0), (nint)steps.WorkerScratch, steps.WorkerStride));
    }
}
