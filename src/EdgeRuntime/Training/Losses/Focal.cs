using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>
/// Focal loss of class numbers: <c>-(1 - p)^focus log p</c> with p the softmax at the label, so that samples that are right already count
/// little; <see cref="ClassLoss.ClassWeights"/> are its alpha. Lin, Goyal, Girshick, He and Dollar, "Focal Loss for Dense Object Detection", 2017.
/// </summary>
public sealed record Focal : ClassLoss
{
    /// <summary>How strongly easy samples are held back (gamma), 0 or more; 0 is cross entropy.</summary>
    public float Focus { get; init; } = 2f;

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        Append(graph, new RowLoss<FocalRow>(new FocalRow(Focus), 0f), inputs);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double log = output[label] - CrossEntropy.LogSumExp(output);
        return -StableMath.Exp(Focus * StableMath.Log(Math.Max(1 - StableMath.Exp(log), 1e-300))) * log;
    }

    internal override void Validate()
    {
        base.Validate();
        if (!(Focus >= 0f && float.IsFinite(Focus)))
            Throw.Data($"A focus of {Focus}: use a finite number from 0 up.");
    }
}
