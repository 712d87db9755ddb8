using System.Collections.Generic;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>How often the model is right where it claims a probability, and how many samples make that claim.</summary>
internal static class CalibrationChart
{
    private const int Bins = 10;

    public static Markup Draw(ClassMetrics metrics)
    {
        CalibrationBin[] bins = metrics.Calibration(Bins);
        Axis share = Axis.Over(Ticks.Linear(0, 100, 5), Plot.Left + 20, Plot.Width - 20, " %");
        Axis right = Axis.Over(Ticks.Linear(0, 100, 5), Plot.Bottom, Plot.Top, " %");
        Plot accuracy = new("Accuracy by claimed probability", share, right, "probability that the model claims", "part that is right");
        double most = 1;
        foreach (CalibrationBin bin in bins)
        {
            if (bin.Count > 0)
                accuracy.Bar(100 * bin.From, 100 * bin.To, 100 * bin.Accuracy, Hint(bin));
            most = bin.Count > most ? bin.Count : most;
        }

        accuracy.Dashed(0, 0, 100, 100);
        Axis count = Axis.Over(Ticks.Linear(0, most, 5, leastStep: 1), Plot.Bottom, Plot.Top);
        Plot histogram = new("Samples by claimed probability", share, count, "probability that the model claims", "samples");
        foreach (CalibrationBin bin in bins)
        {
            if (bin.Count > 0)
                histogram.Bar(100 * bin.From, 100 * bin.To, bin.Count, Hint(bin));
        }

        return new Markup()
            .Add($"<div class=\"charts\">\n<figure><h3>Right where it is sure?</h3>{accuracy.End()}</figure>\n")
            .Add($"<figure><h3>How sure it is</h3>{histogram.End()}</figure>\n</div>\n")
            .Add($"<p class=\"note\" style=\"margin-top:10px\">On the dashed line a claim is as good as its word. The expected calibration error is {TensorJson.Show(metrics.CalibrationError)} (over {ClassMetrics.UsualBins} bins), the Brier score {TensorJson.Show(metrics.BrierScore)}.</p>\n");
    }

    private static string Hint(CalibrationBin bin) =>
        $"claimed {TensorJson.Show(100 * bin.Confidence, "0.0")} %, right {TensorJson.Show(100 * bin.Accuracy, "0.0")} % of {bin.Count} samples";
}
