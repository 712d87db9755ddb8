using System;
using System.Globalization;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Live;

/// <summary>A line an epoch; steps are counted on a line of their own where there is a terminal.</summary>
internal sealed class PlainDisplay(Context context, int epochs) : TrainingDisplay
{
    public override FitResult Show(Func<FitResult> training) => training();

    public override void AfterStep(FitProgress progress) => context.Progress($"epoch {progress.Epoch}/{progress.Epochs}, step", progress.Step, progress.Steps);

    public override void AfterEpoch(EpochResult result) => context.Log(string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {result.Epoch}/{epochs}: loss {TensorJson.ShowLoss(result.Loss)}{Accuracy(result.Accuracy)}, validation loss {TensorJson.ShowLoss(result.ValidationLoss ?? double.NaN)}{Accuracy(result.ValidationAccuracy ?? double.NaN)}, {result.Seconds:0.0} s"));

    public override void Note(string line) => context.Log(line);

    // A regression has none.
    private static string Accuracy(double part) => double.IsNaN(part) ? "" : $", accuracy {TensorJson.Show(part)}";
}
