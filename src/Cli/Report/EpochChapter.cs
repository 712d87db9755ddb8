using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Report;

/// <summary>How a training went: curves over the epochs, and their figures as a table.</summary>
internal static class EpochChapter
{
    public static void AddTo(ReportPage page, FitResult run)
    {
        IReadOnlyList<EpochResult> epochs = run.Epochs;
        Markup charts = new Markup().Add($"<div class=\"charts\">\n");
        Add(charts, LineChart.Draw("Loss", [Of(epochs, "training", "two", e => e.Loss), Of(epochs, "validation", "one", e => e.ValidationLoss)], isShare: false));
        Add(charts, LineChart.Draw("Accuracy", [Of(epochs, "training", "two", e => e.Accuracy), Of(epochs, "validation", "one", e => e.ValidationAccuracy)], isShare: true));
        if (RateChanges(epochs))
            Add(charts, LineChart.Draw("Learning rate", [Of(epochs, "rate of the last step", "one", e => e.LearningRate)], isShare: false, mayBeLogarithmic: false));
        charts.Add($"</div>\n");
        double seconds = 0;
        foreach (EpochResult epoch in epochs)
            seconds += epoch.Seconds;
        Markup note = new Markup().Add($"<p class=\"note\" style=\"margin-top:10px\">{epochs.Count} epochs in {seconds:0.0} s. The lowest {(epochs[0].ValidationLoss is null ? "" : "validation ")}loss came after epoch {run.BestEpoch}; the model has the weights of epoch {run.WeightsOf}.</p>\n");
        if (run.Divergence is { } divergence)
            note.Add($"<p><b>The training diverged.</b> {divergence.ToString()}</p>\n");
        page.AddSection("Training", charts, note, Table(epochs));
    }

    private static void Add(Markup charts, Markup? chart)
    {
        if (chart is not null)
            charts.Add(chart);
    }

    private static bool RateChanges(IReadOnlyList<EpochResult> epochs)
    {
        foreach (EpochResult epoch in epochs)
        {
            if (epoch.LearningRate != epochs[0].LearningRate)
                return true;
        }

        return false;
    }

    private static Curve Of(IReadOnlyList<EpochResult> epochs, string name, string colour, Func<EpochResult, double?> value)
    {
        List<(double X, double Y)> points = [];
        foreach (EpochResult epoch in epochs)
            points.Add((epoch.Epoch, value(epoch) ?? double.NaN));
        return new Curve(name, colour, points);
    }

    private static Markup Table(IReadOnlyList<EpochResult> epochs)
    {
        Markup table = new Markup().Add($"<details><summary>All epochs as numbers</summary><div class=\"scroll\"><table class=\"rows\"><thead><tr><th>epoch</th><th>loss</th><th>accuracy</th><th>validation loss</th><th>validation accuracy</th><th>seconds</th></tr></thead>\n<tbody>\n");
        foreach (EpochResult e in epochs)
            table.Add($"<tr><th>{e.Epoch}</th><td>{TensorJson.ShowLoss(e.Loss)}</td><td>{TensorJson.Show(e.Accuracy)}</td><td>{TensorJson.ShowLoss(e.ValidationLoss ?? double.NaN)}</td><td>{TensorJson.Show(e.ValidationAccuracy ?? double.NaN)}</td><td>{TensorJson.Show(e.Seconds, "0.00")}</td></tr>\n");
        return table.Add($"</tbody></table></div></details>\n");
    }
}
