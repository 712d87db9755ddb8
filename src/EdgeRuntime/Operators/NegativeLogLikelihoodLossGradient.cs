using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of <see cref="NegativeLogLikelihoodLoss"/> by its rows. Inputs: x, labels, weights (optional), dloss, the sum of weights.
/// Output: dx.
/// </summary>
internal sealed record NegativeLogLikelihoodLossGradient(NegativeLogLikelihoodLoss Forward) : Operator
{
    public override bool Takes(ElementType type) => Forward.Takes(type);

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        NegativeLogLikelihoodArgs args = NegativeLogLikelihoodArgs.Of(Forward, node, steps, node.Output, node.Input(4)) with { DLoss = steps.Floats(node.Input(3)) };
        steps.Add(new KernelStep<NegativeLogLikelihoodArgs>(args, &Slope, args.Rows, node.Shape(0).Count));
    }

    private static unsafe void Slope(in NegativeLogLikelihoodArgs args, int first, int last)
    {
        for (int row = first; row < last; row++)
        {
            long label = args.LabelOf(row);
            float weight = args.WeightOf(label);
            float dloss = args.DLoss[args.Reduction == LossReduction.None ? row : 0];
            float* dx = args.Result + ((nint)row * args.Classes);
            for (int c = 0; c < args.Classes; c++)
                dx[c] = c == label && weight != 0f ? -weight * (args.Reduction == LossReduction.Mean ? dloss / *args.Total : dloss) : 0f;
        }
    }
}
