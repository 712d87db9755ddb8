namespace EdgeRuntime.Training;

/// <summary>Where a run is, after a step.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Step">Steps of this epoch that are done, from 1.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The loss of the batch before its update.</param>
/// <param name="MeanLoss">The mean loss over this epoch's samples so far.</param>
/// <param name="LearningRate">The rate of the step.</param>
public readonly record struct FitProgress(int Epoch, int Epochs, int Step, int Steps, float Loss, double MeanLoss, float LearningRate);
