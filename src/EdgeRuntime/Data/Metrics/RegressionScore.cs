using System;

namespace EdgeRuntime.Data.Metrics;

/// <summary>How near predicted numbers are to true ones.</summary>
/// <param name="Count">Numbers compared.</param>
/// <param name="MeanAbsoluteError">The mean of <c>|prediction - truth|</c>.</param>
/// <param name="MeanSquaredError">The mean of <c>(prediction - truth)^2</c>.</param>
/// <param name="R2"><c>1 - sum((prediction - truth)^2) / sum((truth - mean)^2)</c>; NaN where the truth never varies.</param>
internal readonly record struct RegressionScore(long Count, double MeanAbsoluteError, double MeanSquaredError, double R2)
{
    /// <summary>The root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);
}
