using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// <c>-x[label]</c> of a model whose output is logarithms of probabilities already, such as one that ends with LogSoftmax; PyTorch's NLLLoss.
/// </summary>
public sealed record NegativeLogLikelihood : ClassLoss
{
    private protected override bool ContainsSoftmax => false;

    internal override LossOutputs Append(Graph graph, Value prediction, Value target, Value? weights) =>
        Append(graph, new RowLoss<LogarithmRow>(default, 0f), prediction, target, weights);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target) => -(double)output[label];
}
