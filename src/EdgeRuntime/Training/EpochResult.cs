namespace EdgeRuntime;

/// <summary>What one pass over the training data gave.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The mean loss of the epoch's batches, each before its update.</param>
/// <param name="Accuracy">The part of training samples that were right before their update; NaN for regression.</param>
/// <param name="ValidationLoss">The loss on the validation data after the epoch; null where there is none.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data after the epoch; null where there is none.</param>
/// <param name="Seconds">How long the epoch took, without validation.</param>
public sealed record EpochResult(int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, double Seconds);
