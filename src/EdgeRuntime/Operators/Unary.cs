using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A function of each element; flat as it stands, so that no gradient flows back: see <see cref="DifferentiableUnary{TMap}"/>.</summary>
/// <param name="Map">The formula and its constants.</param>
internal abstract record Unary<TMap>(TMap Map) : Operator
    where TMap : struct, IMap
{
    public override bool IsElementwise => true;

    public override void Infer(Node node) => node.AddOutput(node.Type(0), node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override void Compile(Node node, StepBuilder steps)
    {
        Value x = node.Input(0), y = node.Output;
        if (x.Type == ElementType.Float32)
            MapStep.Add(steps, Map, x, y);
        else
            CompileNumbers(node, steps);
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
    }

    /// <summary>The steps for element types other than 32-bit floats that <see cref="Operator.Takes"/> admits.</summary>
    protected virtual void CompileNumbers(Node node, StepBuilder steps) => node.Fail($"has no kernel for {node.Type(0)}.");
}
