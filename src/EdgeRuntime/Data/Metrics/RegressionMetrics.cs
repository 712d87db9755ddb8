using System;

namespace EdgeRuntime.Data.Metrics;

/// <summary>How near predicted numbers are to true ones.</summary>
public sealed class RegressionMetrics
{
    private double absolute;
    private double squares;
    private double mean;
    private double variation; // of the truth around its mean, by Welford's update

    /// <summary>Numbers added so far.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of <c>|prediction - truth|</c>.</summary>
    public double MeanAbsoluteError => absolute / Count;

    /// <summary>The mean of <c>(prediction - truth)^2</c>.</summary>
    public double MeanSquaredError => squares / Count;

    /// <summary>The root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary><c>R2 = 1 - sum((prediction - truth)^2) / sum((truth - mean)^2)</c>; NaN where the truth never varies.</summary>
    public double R2 => variation > 0 ? 1 - (squares / variation) : double.NaN;

    /// <summary>Adds predictions with their truths.</summary>
    /// <param name="predictions">What came.</param>
    /// <param name="truths">What should have come; as many.</param>
    public void Add(ReadOnlySpan<float> predictions, ReadOnlySpan<float> truths)
    {
        for (int i = 0; i < predictions.Length; i++)
        {
            double error = (double)predictions[i] - truths[i];
            absolute += Math.Abs(error);
            squares += error * error;
            Count++;
            double away = truths[i] - mean;
            mean += away / Count;
            variation += away * (truths[i] - mean);
        }
    }
}
