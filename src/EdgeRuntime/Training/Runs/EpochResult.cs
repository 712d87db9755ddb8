namespace EdgeRuntime;

/// <summary>What one pass over the training data gave.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The mean loss over the epoch's samples, each before the update of its batch.</param>
/// <param name="Accuracy">The part of training samples that were right before their update; NaN for regression.</param>
/// <param name="ValidationLoss">The loss on the validation data after the epoch; null where there is none.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data after the epoch; null where there is none.</param>
/// <param name="Seconds">How long the epoch took, without validation.</param>
public sealed record EpochResult(int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, double Seconds)
{
    /// <summary>The learning rate of the epoch's last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The loss that schedules and early stopping watch: on the validation data where there are some, else on the training data.</summary>
    public double WatchedLoss => ValidationLoss ?? Loss;

    /// <summary>The figures on one line, for a log.</summary>
    /// <returns>For example <c>epoch 2: loss 0.0672, accuracy 98.00 %, validation loss 0.1016, accuracy 97.65 %, 1.6 s</c>.</returns>
    public override string ToString()
    {
        string validation = ValidationLoss is { } loss ? $", validation loss {loss:F4}{Part(ValidationAccuracy)}" : "";
        return $"epoch {Epoch}: loss {Loss:F4}{Part(Accuracy)}{validation}, {Seconds:F1} s";

        static string Part(double? accuracy) => accuracy is { } part && !double.IsNaN(part) ? $", accuracy {part * 100:F2} %" : "";
    }
}
