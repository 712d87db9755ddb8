using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>The loss of one number.</summary>
internal interface IDifference
{
    static abstract string Name { get; }

    V Loss<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct;

    /// <summary>Its derivative by x.</summary>
    V Slope<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>
/// The mean over all elements of a loss. Inputs: x [N, ...], target of the same shape, and two optional ones: weights of the samples [N],
/// and how many samples count, int32 []. Outputs: loss [], its derivative by x.
/// </summary>
internal sealed record MeanLoss<TFormula>(TFormula Formula) : Operator
    where TFormula : unmanaged, IDifference
{
    public override string Type => TFormula.Name;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        if (x != node.Shape(1))
            node.Fail($"the targets {node.Input(1)} must have the shape of the prediction {node.Input(0)}.");
        if (node.Has(2) && node.Shape(2) != new Shape(x.Rank == 0 ? 1 : x[0]))
            node.Fail($"sample weights {node.Input(2)} must have one element for each sample of {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, default);
        node.AddOutput(ElementType.Float32, x);
    }

    public override Sharing Shares(Node node, int output) => output == 1 ? Sharing.InPlace(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0);
        int samples = x.Rank == 0 ? 1 : x[0];
        steps.Add(new Maker(Formula, new MeanLossArgs
        {
            X = steps.Floats(node.Input(0)),
            Target = steps.Floats(node.Input(1)),
            Weights = steps.OptionalFloats(node.Optional(2)),
            Loss = steps.Floats(node.Output),
            Slope = steps.Floats(node.Outputs[1]),
            Filled = node.Optional(3) is { } filled ? steps.Pointer<int>(filled) : null,
            Samples = samples,
            Length = x.Count / samples,
        }));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dloss)
            gradient.Add(node.Input(0), gradient.Emit(new ScaleSlope(), node.Outputs[1], dloss));
    }

    private readonly unsafe struct Maker(TFormula formula, MeanLossArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new MeanLossStep<TFormula, S, V>(formula, args);
    }
}
