namespace EdgeRuntime.Data.Metrics;

/// <summary>How one class was told apart from the others; NaN where nothing can be said (a class without samples or predictions).</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">Samples of the class.</param>
/// <param name="Precision"><c>right / predicted</c>.</param>
/// <param name="Recall"><c>right / there</c>.</param>
/// <param name="F1"><c>2 precision recall / (precision + recall)</c>.</param>
/// <param name="Auc">Area under the ROC curve of this class against all others, by its probability.</param>
internal readonly record struct ClassScore(int Label, int Count, double Precision, double Recall, double F1, double Auc);
