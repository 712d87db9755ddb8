using System;
using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>How many samples have how large an error.</summary>
internal static class ErrorHistogram
{
    private const int Bins = 24;

    public static Markup Draw(ReadOnlySpan<double> errors)
    {
        double most = 0;
        foreach (double error in errors)
            most = double.IsFinite(error) ? Math.Max(most, error) : most;
        List<double> marks = Ticks.Linear(0, most > 0 ? most : 1, 6);
        double width = marks[^1] / Bins;
        int[] counts = new int[Bins];
        int highest = 1;
        foreach (double error in errors)
        {
            if (double.IsFinite(error))
                highest = Math.Max(highest, ++counts[Math.Min(Bins - 1, (int)(error / width))]);
        }

        Axis x = Axis.Over(marks, Plot.Left + 20, Plot.Width - 20);
        Plot plot = new("Samples by mean squared error", x, Axis.Over(Ticks.Linear(0, highest, 5, leastStep: 1), Plot.Bottom, Plot.Top), "mean squared error", "samples");
        for (int i = 0; i < Bins; i++)
        {
            if (counts[i] > 0)
                plot.Bar(i * width, (i + 1) * width, counts[i], $"{counts[i]} samples with {Ticks.Label(i * width)} to {Ticks.Label((i + 1) * width)}");
        }

        return new Markup().Add($"<div class=\"charts\"><figure>{plot.End()}</figure></div>\n");
    }
}
