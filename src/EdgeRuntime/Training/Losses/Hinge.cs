using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// Hinge loss of class numbers: <c>sum over other classes of max(0, margin - x[label] + x[class]) / classes</c>; PyTorch's
/// MultiMarginLoss. For support vector machines and binary-like outputs; the model ends without a softmax.
/// </summary>
public sealed record Hinge : ClassLoss
{
    /// <summary>By how much the right class must lead, above 0.</summary>
    public float Margin { get; init; } = 1f;

    private protected override bool ContainsSoftmax => false;

    internal override double Guess(double share) => 0;

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        Append(graph, new RowLoss<HingeRow>(new HingeRow(Margin), 0f), inputs);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += i == label ? 0 : Math.Max(0, (double)Margin - output[label] + output[i]);
        return sum / output.Length;
    }

    internal override void Validate()
    {
        base.Validate();
        if (!(Margin > 0f && float.IsFinite(Margin)))
            Throw.Data($"A margin of {Margin}: use a finite number above 0.");
    }
}
