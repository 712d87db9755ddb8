using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>What a run sees of a data set.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="Validation">What is measured after each epoch; early stopping and plateau go by it.</param>
/// <param name="Test">What no choice went by, for the final figure; null where nothing is chosen by the validation data.</param>
internal sealed record TrainingParts(Dataset Training, Dataset Validation, Dataset? Test = null)
{
    /// <summary>The group that is measured on and not trained on; null where parts are random.</summary>
    public string? Group { get; init; }

    /// <summary>What the finished model is measured on.</summary>
    public Dataset Final => Test ?? Validation;

    /// <summary>Which data choose the epoch and which give the final figure, where these are not the same.</summary>
    public void Tell(Context context)
    {
        if (Test is not null)
            context.Log($"The run goes by {Validation.Count} samples {(Validation.Name == Training.Name ? "held out " : "")}of {Validation.Name}; the final figure is that of {Test.Count} samples of {Test.Name}, which choose nothing.");
    }
}
