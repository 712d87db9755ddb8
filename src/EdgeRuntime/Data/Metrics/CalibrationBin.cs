namespace EdgeRuntime.Data.Metrics;

/// <summary>Samples whose predicted class has a probability in <c>(From, To]</c>.</summary>
/// <param name="From">The lower end, not in the bin (0 is in the first).</param>
/// <param name="To">The upper end.</param>
/// <param name="Count">Samples.</param>
/// <param name="Confidence">The mean probability of their predicted classes; NaN without samples.</param>
/// <param name="Accuracy">The part of them that is right; NaN without samples.</param>
internal readonly record struct CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
