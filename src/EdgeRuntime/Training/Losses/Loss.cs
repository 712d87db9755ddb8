using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>What training makes small: the mean over a batch of how wrong each output is. One of the records derived from it.</summary>
public abstract record Loss
{
    private protected const double Rarest = 1e-12; // a share that is taken for zero

    private protected Loss()
    {
    }

    /// <summary>
    /// Whether each sample has a weight of its own, written to <see cref="Trainer.SampleWeights"/> before each step: its loss is multiplied
    /// by it, and the mean is still over the number of samples.
    /// </summary>
    public bool WeightsSamples { get; init; }

    /// <summary>Whether the truth of a sample is a class number (<see cref="Trainer.Labels"/>) and not a row of floats (<see cref="Trainer.Targets"/>).</summary>
    internal abstract bool TakesLabels { get; }

    /// <summary>Whether the output tells classes apart, so that accuracy means something.</summary>
    internal abstract bool Classifies { get; }

    /// <summary>Where the loss begins: the model's output, or what goes into its last activation where the loss contains that.</summary>
    internal virtual Value Prediction(Value output) => output;

    /// <summary>Undoes the last activation of an output that inference gave, where <see cref="Prediction"/> goes before it.</summary>
    internal virtual void Undo(Operator activation, Span<float> output)
    {
    }

    /// <summary>The input that the truth is written to.</summary>
    internal Value Target(Value prediction) => TakesLabels
        ? new Value("labels", ElementType.Int32, new Shape(prediction.Shape[0]), ValueKind.Input)
        : new Value("targets", ElementType.Float32, prediction.Shape, ValueKind.Input);

    /// <summary>Appends the loss.</summary>
    /// <param name="graph">Ends with the prediction.</param>
    /// <param name="inputs">What the loss reads.</param>
    internal abstract LossOutputs Append(Graph graph, in LossInputs inputs);

    /// <summary>The loss of one sample in double precision, for measuring; weights of classes and samples play no part.</summary>
    /// <param name="output">What the loss is taken of.</param>
    /// <param name="label">The class, of a loss that classifies.</param>
    /// <param name="target">The truth as a row as long as the output: of a class 1 at its place.</param>
    internal abstract double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target);

    /// <summary>The best output for a class, of a loss that classifies, where nothing is known but how often it comes.</summary>
    /// <param name="share">Its part of the samples, 0 to 1.</param>
    internal virtual double Guess(double share) => StableMath.Log(Math.Max(share, Rarest));

    /// <summary>Refuses parameters outside their range.</summary>
    internal virtual void Validate()
    {
    }
}

/// <summary>The values that a loss reads.</summary>
/// <param name="Prediction">As <see cref="Loss.Prediction"/> gave it.</param>
/// <param name="Target">The truth.</param>
/// <param name="Weights">Of the samples [N]; null for none.</param>
/// <param name="Filled">How many of the samples count, from the first: int32 []; null for all.</param>
internal readonly record struct LossInputs(Value Prediction, Value Target, Value? Weights, Value? Filled);

/// <summary>The values that a loss adds to the graph.</summary>
/// <param name="Loss">The mean over the batch [].</param>
/// <param name="Correct">How many samples of the batch are right [], of a classifier.</param>
internal readonly record struct LossOutputs(Value Loss, Value? Correct);
