using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>What training makes small: the mean over a batch of how wrong each output is. One of the records derived from it.</summary>
public abstract record Loss
{
    private protected Loss()
    {
    }

    /// <summary>Whether the truth of a sample is a class number (<see cref="Trainer.Labels"/>) and not a row of floats (<see cref="Trainer.Targets"/>).</summary>
    internal abstract bool TakesLabels { get; }

    /// <summary>Whether the output tells classes apart, so that accuracy means something.</summary>
    internal abstract bool Classifies { get; }

    /// <summary>Where the loss begins: the model's output, or what goes into its last activation where the loss contains that.</summary>
    internal abstract Value Prediction(Value output);

    /// <summary>The input that the truth is written to.</summary>
    internal virtual Value Target(Value prediction) => TakesLabels
        ? new Value("labels", ElementType.Int32, new Shape(prediction.Shape[0]), ValueKind.Input)
        : new Value("targets", ElementType.Float32, prediction.Shape, ValueKind.Input);

    /// <summary>Appends the loss.</summary>
    internal abstract LossOutputs Append(Graph graph, Value prediction, Value target);

    /// <summary>The loss of one sample in double precision, for measuring: of the model's output as inference gives it.</summary>
    internal abstract double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target);

    /// <summary>Refuses parameters outside their range.</summary>
    internal virtual void Validate()
    {
    }
}

/// <summary>The values that a loss adds to the graph.</summary>
/// <param name="Loss">The mean over the batch [].</param>
/// <param name="Correct">How many samples of the batch are right [], of a classifier.</param>
internal readonly record struct LossOutputs(Value Loss, Value? Correct);
