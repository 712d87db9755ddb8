using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A pairwise function with a vector formula.</summary>
/// <param name="Map">The formula and its constants.</param>
internal abstract record Binary<TMap>(TMap Map) : Pairwise
    where TMap : struct, IMap2
{
    public override void Compile(Node node, StepBuilder steps)
    {
        Value a = node.Input(0), b = node.Input(1), y = node.Output;
        if (a.Type != ElementType.Float32)
            CompileNumbers(node, steps);
        else if (a.Shape == b.Shape)
            MapStep.Add(steps, Map, a, b, y);
        else
            BinaryStep.Add(steps, Map, a, b, y);
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is { } dy)
            Gradient(node, gradient, dy);
    }

    /// <summary>Appends the gradient, given that of the output; contributions go through <see cref="AddTo"/>.</summary>
    protected abstract void Gradient(Node node, GradientBuilder gradient, Value dy);

    /// <summary>The steps for element types other than 32-bit floats that <see cref="Operator.Takes"/> admits.</summary>
    protected virtual void CompileNumbers(Node node, StepBuilder steps) => node.Fail($"has no kernel for {node.Type(0)}.");

    /// <summary>Adds a contribution to the gradient of an input that was repeated to the contribution's shape.</summary>
    protected static void AddTo(GradientBuilder gradient, Value input, Value contribution) =>
        gradient.Add(input, Reduce.ToShape(gradient, contribution, input.Shape));
}
