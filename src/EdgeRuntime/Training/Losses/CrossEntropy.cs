using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// <c>mean over the batch of -log softmax(logits)[label]</c>, of class numbers; PyTorch's CrossEntropyLoss. A softmax or log-softmax at the
/// model's end is taken as part of the loss.
/// </summary>
public record CrossEntropy : Loss
{
    internal override bool TakesLabels => true;

    internal override bool Classifies => true;

    internal override Value Prediction(Value output)
    {
        if (output.Producer?.Operator is Softmax)
            output = output.Producer.Input(0);
        if (output.Shape.Rank != 2)
            Throw.Shape($"The loss {GetType().Name} needs an output of [batch, classes], the model has {output}.");
        return output;
    }

    internal override LossOutputs Append(Graph graph, Value prediction, Value target)
    {
        Node node = graph.Add("loss", new SoftmaxCrossEntropy(), prediction, target);
        return new LossOutputs(node.Output, node.Outputs[2]);
    }

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        float most = output[0];
        foreach (float logit in output)
            most = Math.Max(most, logit);
        double sum = 0;
        foreach (float logit in output)
            sum += StableMath.Exp((double)logit - most);
        return StableMath.Log(sum) - ((double)output[label] - most);
    }
}

/// <summary><c>mean over the batch of -sum(target log softmax(logits))</c>, of rows of class probabilities.</summary>
public sealed record DenseCrossEntropy : CrossEntropy
{
    internal override bool TakesLabels => false;

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < target.Length; i++)
            sum += target[i] == 0f ? 0 : target[i] * base.Of(output, i, default);
        return sum;
    }
}
