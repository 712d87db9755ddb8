using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>
/// Categorical cross entropy of class numbers ("sparse"): <c>-log softmax(logits)[label]</c>; PyTorch's CrossEntropyLoss. A softmax or
/// log-softmax at the model's end is taken as part of the loss.
/// </summary>
public record CrossEntropy : ClassLoss
{
    /// <summary>
    /// The part of the truth that is spread evenly over all classes, 0 to below 1 (Szegedy et al., "Rethinking the Inception Architecture
    /// for Computer Vision", 2016).
    /// </summary>
    public float LabelSmoothing { get; init; }

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        Append(graph, new RowLoss<SoftmaxRow>(default, LabelSmoothing), inputs);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double lse = LogSumExp(output), sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += ((target[i] * (1.0 - LabelSmoothing)) + (LabelSmoothing / (double)output.Length)) * (lse - output[i]);
        return sum;
    }

    internal override void Validate()
    {
        base.Validate();
        if (!(LabelSmoothing >= 0f && LabelSmoothing < 1f))
            Throw.Data($"A label smoothing of {LabelSmoothing}: use 0 to below 1.");
    }

    internal static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits)
            most = Math.Max(most, logit);
        foreach (float logit in logits)
            sum += StableMath.Exp(logit - most);
        return most + StableMath.Log(sum);
    }
}
