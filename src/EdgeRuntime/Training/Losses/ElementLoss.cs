using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>A loss of each number of the output by itself, against targets of the same shape; the mean over all of them.</summary>
public abstract record ElementLoss : Loss
{
    private protected ElementLoss()
    {
    }

    internal override bool TakesLabels => false;

    internal override bool Classifies => false;

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        new(graph.Add("loss", Operation(), inputs.Prediction, inputs.Target, inputs.Weights, inputs.Filled).Output, null);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += Of(output[i], target[i]);
        return sum / output.Length;
    }

    private protected abstract Operator Operation();

    private protected abstract double Of(double output, double target);
}
