namespace EdgeRuntime.Data.Metrics;

/// <summary>A sample that was taken for another class.</summary>
/// <param name="Sample">Its place in the order in which samples were added.</param>
/// <param name="Label">The true class.</param>
/// <param name="Predicted">The class with the largest score.</param>
/// <param name="Probability">Of the predicted class.</param>
/// <param name="LabelProbability">Of the true class.</param>
internal readonly record struct Mistake(int Sample, int Label, int Predicted, float Probability, float LabelProbability);
