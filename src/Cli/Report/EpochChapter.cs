using System;
using System.Collections.Generic;
using EdgeRuntime;

namespace EdgeCli.Report;

/// <summary>How a training went: curves over the epochs, and their figures as a table.</summary>
internal static class EpochChapter
{
    public static void AddTo(ReportPage page, IReadOnlyList<EpochResult> epochs)
    {
        Markup charts = new Markup().Add($"<div class=\"charts\">\n");
        foreach (Markup? chart in (Markup?[])[
            LineChart.Draw("Loss", [Of(epochs, "training", "two", e => e.Loss), Of(epochs, "validation", "one", e => e.ValidationLoss)], isShare: false),
            LineChart.Draw("Accuracy", [Of(epochs, "training", "two", e => e.Accuracy), Of(epochs, "validation", "one", e => e.ValidationAccuracy)], isShare: true)])
        {
            if (chart is not null)
                charts.Add(chart);
        }

        charts.Add($"</div>\n");
        page.AddSection("Training", charts, Table(epochs));
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
            table.Add($"<tr><th>{e.Epoch}</th><td>{TensorJson.Show(e.Loss, "0.00000")}</td><td>{TensorJson.Show(e.Accuracy)}</td><td>{TensorJson.Show(e.ValidationLoss ?? double.NaN, "0.00000")}</td><td>{TensorJson.Show(e.ValidationAccuracy ?? double.NaN)}</td><td>{TensorJson.Show(e.Seconds, "0.00")}</td></tr>\n");
        return table.Add($"</tbody></table></div></details>\n");
    }
}
