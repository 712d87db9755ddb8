using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>A loss of outputs [batch, classes], one number for each class.</summary>
public abstract record ClassLoss : Loss
{
    private protected ClassLoss()
    {
    }

    /// <summary>
    /// How much each class counts, one number above 0 a class; null for all the same. Of class numbers, the mean is then over the weights
    /// of the batch's classes, as PyTorch has it.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    internal override bool TakesLabels => true;

    internal override bool Classifies => true;

    /// <summary>Whether a softmax at the model's end is part of the loss.</summary>
    private protected virtual bool ContainsSoftmax => true;

    internal override Value Prediction(Value output)
    {
        Value prediction = ContainsSoftmax && output.Producer is { Operator: Softmax softmax } node && softmax.Axis == output.Shape.Rank - 1 ? node.Input(0) : output;
        if (prediction.Shape.Rank != 2 || prediction.Shape[1] < 2)
            Throw.Shape($"The loss {GetType().Name} needs an output of [batch, classes] with 2 classes or more, the model has {prediction}: use BinaryCrossEntropy for one output, MeanSquaredError for numbers.");
        if (ClassWeights is { } weights && weights.Count != prediction.Shape[1])
            Throw.Data($"{weights.Count} class weights for {prediction.Shape[1]} classes: give one for each class.");
        return prediction;
    }

    internal override void Undo(Operator activation, Span<float> output)
    {
        // The logarithms of probabilities are logits too. A probability that was rounded to zero counts as the least float above zero.
        for (int i = 0; i < output.Length && activation is Softmax { Logarithm: false }; i++)
            output[i] = (float)StableMath.Log(Math.Max(output[i], float.Epsilon));
    }

    internal override void Validate()
    {
        foreach (float weight in ClassWeights ?? [])
        {
            if (!(weight > 0f && float.IsFinite(weight)))
                Throw.Data($"A class weight of {weight}: use finite numbers above 0.");
        }
    }

    private protected LossOutputs Append(Graph graph, Operator op, in LossInputs inputs)
    {
        Value? ofClasses = ClassWeights is { Count: var count } list ? Value.Constant("class weights", Tensor.Of<float>(new Shape(count), [.. list])) : null;
        Node node = graph.Add("loss", op, inputs.Prediction, inputs.Target, ofClasses, inputs.Weights, inputs.Filled);
        return new LossOutputs(node.Output, node.Outputs[2]);
    }
}
