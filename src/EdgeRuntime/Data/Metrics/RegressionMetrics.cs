using System;

namespace EdgeRuntime.Data.Metrics;

/// <summary>How near predicted numbers are to true ones: over all of them, and for each output of a model that has several.</summary>
internal sealed class RegressionMetrics
{
    private readonly ErrorSums[] outputs;
    private ErrorSums all;

    /// <summary>Nothing added yet.</summary>
    /// <param name="outputCount">Numbers that the model gives for a sample; they are told apart by <see cref="Of"/>.</param>
    public RegressionMetrics(int outputCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputCount, 1);
        outputs = new ErrorSums[outputCount];
    }

    /// <summary>Numbers that the model gives for a sample.</summary>
    public int OutputCount => outputs.Length;

    /// <summary>Numbers added so far.</summary>
    public long Count => all.Count;

    /// <summary>The mean of <c>|prediction - truth|</c>.</summary>
    public double MeanAbsoluteError => All.MeanAbsoluteError;

    /// <summary>The mean of <c>(prediction - truth)^2</c>.</summary>
    public double MeanSquaredError => All.MeanSquaredError;

    /// <summary>The root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError => All.RootMeanSquaredError;

    /// <summary><c>R2 = 1 - sum((prediction - truth)^2) / sum((truth - mean)^2)</c>, all outputs as one; NaN where the truth never varies.</summary>
    public double R2 => All.R2;

    /// <summary>All outputs as one.</summary>
    public RegressionScore All => all.Score();

    /// <summary>The scores of one output.</summary>
    /// <param name="output">Its place among the numbers of a sample.</param>
    public RegressionScore Of(int output) => outputs[output].Score();

    /// <summary>Adds predictions with their truths.</summary>
    /// <param name="predictions">What came: whole samples, one after another.</param>
    /// <param name="truths">What should have come; as many.</param>
    public void Add(ReadOnlySpan<float> predictions, ReadOnlySpan<float> truths)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truths.Length, predictions.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(predictions.Length % outputs.Length, 0);
        for (int i = 0; i < predictions.Length; i++)
        {
            all.Add(predictions[i], truths[i]);
            outputs[i % outputs.Length].Add(predictions[i], truths[i]);
        }
    }

    private struct ErrorSums
    {
        private double absolute;
        private double squares;
        private double mean;
        private double variation; // of the truth around its mean, by Welford's update

        public long Count { get; private set; }

        public void Add(float prediction, float truth)
        {
            double error = (double)prediction - truth;
            absolute += Math.Abs(error);
            squares += error * error;
            Count++;
            double away = truth - mean;
            mean += away / Count;
            variation += away * (truth - mean);
        }

        public readonly RegressionScore Score() =>
            new(Count, absolute / Count, squares / Count, variation > 0 ? 1 - (squares / variation) : double.NaN);
    }
}
