using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>
/// The Kullback-Leibler divergence of the softmax of the logits from rows of class probabilities: <c>sum(target (log target - log
/// softmax(logits)))</c>; PyTorch's KLDivLoss of log-softmax with reduction "batchmean". For distillation.
/// </summary>
public sealed record KullbackLeibler : ClassLoss
{
    internal override bool TakesLabels => false;

    internal override LossOutputs Append(Graph graph, in LossInputs inputs) =>
        Append(graph, new RowLoss<DivergenceRow>(default, 0f), inputs);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double lse = CrossEntropy.LogSumExp(output), sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += target[i] == 0f ? 0 : target[i] * (StableMath.Log(target[i]) + lse - output[i]);
        return sum;
    }
}
