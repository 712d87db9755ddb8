namespace EdgeRuntime.Data.Metrics;

/// <summary>How the scores of classes become one.</summary>
internal enum Averaging
{
    /// <summary>Every class that occurs counts the same.</summary>
    Macro,

    /// <summary>Every sample counts the same: all decisions of all classes are pooled.</summary>
    Micro,

    /// <summary>Every class counts as often as it has samples.</summary>
    Weighted,
}

/// <summary>Scores over all classes; a class whose precision or recall is 0/0 counts as 0, one without an area is left out of the area.</summary>
/// <param name="Precision">Of what was predicted, the part that is right.</param>
/// <param name="Recall">Of what was there, the part that was found.</param>
/// <param name="F1">The mean of the classes' F1 (micro: of the pooled counts).</param>
/// <param name="Auc">The area under the ROC curve; NaN where no class has one.</param>
internal readonly record struct AverageScore(double Precision, double Recall, double F1, double Auc);
