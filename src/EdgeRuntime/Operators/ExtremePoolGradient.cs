using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="MaxPool"/> and <see cref="MinPool"/>: from x, y and dy to dx, dy going to the first element equal to y.</summary>
/// <param name="Window">The pool's window.</param>
internal sealed record ExtremePoolGradient(Window Window) : Operator
{
    public override void Infer(Node node)
    {
        Shape y = Window.Output(node, node.Shape(0)[^1]);
        if (node.Shape(1) != y || node.Shape(2) != y)
            node.Fail($"y {node.Shape(1)} and dy {node.Shape(2)} must be {y}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        PoolSteps.AddExtremeGradient(steps, new PoolGradientArgs
        {
            X = steps.Floats(node.Input(0)),
            Y = steps.Floats(node.Input(1)),
            Dy = steps.Floats(node.Input(2)),
            Dx = steps.Floats(node.Output),
            Geometry = Pooling.Geometry(Window, node.Shape(0), node.Shape(1)),
        });
}
