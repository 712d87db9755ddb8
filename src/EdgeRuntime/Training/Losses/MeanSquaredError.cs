using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary><c>mean((output - target)^2)</c> over all elements of the batch; PyTorch's MSELoss.</summary>
public sealed record MeanSquaredError : Loss
{
    internal override bool TakesLabels => false;

    internal override bool Classifies => false;

    internal override Value Prediction(Value output) => output;

    internal override LossOutputs Append(Graph graph, Value prediction, Value target) =>
        new(graph.Add("loss", new SquaredError(), prediction, target).Output, null);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += ((double)output[i] - target[i]) * ((double)output[i] - target[i]);
        return sum / output.Length;
    }
}
