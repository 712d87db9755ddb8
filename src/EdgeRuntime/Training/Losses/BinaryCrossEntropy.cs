using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// Binary cross entropy of logits against targets from 0 to 1: <c>max(x, 0) - x target + log(1 + e^-|x|)</c>, which never overflows; PyTorch's
/// BCEWithLogitsLoss. For one output that says yes or no, and for several that are independent. A sigmoid at the model's end is taken
/// as part of the loss.
/// </summary>
public sealed record BinaryCrossEntropy : ElementLoss
{
    /// <summary>How much a target of 1 counts against one of 0 (PyTorch's pos_weight), above 0.</summary>
    public float PositiveWeight { get; init; } = 1f;

    internal override bool Classifies => true;

    internal override Value Prediction(Value output) => output.Producer is { Operator: Sigmoid } node ? node.Input(0) : output;

    internal override void Undo(Operator activation, Span<float> output)
    {
        for (int i = 0; i < output.Length && activation is Sigmoid; i++)
        {
            double p = Math.Clamp(output[i], float.Epsilon, 1 - 1e-7);
            output[i] = (float)StableMath.Log(p / (1 - p));
        }
    }

    internal override double Guess(double share) =>
        StableMath.Log(Math.Max(PositiveWeight * share, Rarest)) - StableMath.Log(Math.Max(1 - share, Rarest));

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        base.Append(graph, inputs) with { Correct = graph.Add("correct", new CountRight(), inputs.Prediction, inputs.Target, inputs.Filled).Output };

    internal override void Validate()
    {
        if (!(PositiveWeight > 0f && float.IsFinite(PositiveWeight)))
            Throw.Data($"A positive weight of {PositiveWeight}: use a finite number above 0.");
    }

    private protected override Operator Operation() => new MeanLoss<LogisticDifference>(new LogisticDifference(PositiveWeight));

    private protected override double Of(double output, double target)
    {
        double factor = 1 + ((PositiveWeight - 1) * target);
        return ((1 - target) * output) + (factor * (StableMath.Log(1 + StableMath.Exp(-Math.Abs(output))) + Math.Max(-output, 0)));
    }
}
