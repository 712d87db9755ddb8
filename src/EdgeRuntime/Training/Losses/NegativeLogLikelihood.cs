using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// <c>-x[label]</c> of a model whose output is logarithms of probabilities already, such as one that ends with LogSoftmax; PyTorch's NLLLoss.
/// </summary>
public sealed record NegativeLogLikelihood : ClassLoss
{
    private protected override bool ContainsSoftmax => false;

    internal override Value Prediction(Value output)
    {
        if (output.Producer?.Operator is not (Softmax { Logarithm: true } or Log))
            Throw.Data($"The loss {nameof(NegativeLogLikelihood)} needs a model that ends with LogSoftmax or Log, this one gives {output}: use CrossEntropy, which takes logits and probabilities.");
        return base.Prediction(output);
    }

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        Append(graph, new RowLoss<LogarithmRow>(default, 0f), inputs);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target) => -(double)output[label];
}
