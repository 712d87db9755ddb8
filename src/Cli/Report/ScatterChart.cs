using System;
using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>Predictions over truths: on the dashed line they agree.</summary>
internal static class ScatterChart
{
    private const int MostCharts = 6;
    private const int MostPoints = 1500;

    public static Markup Draw(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<(float Truth, float Prediction)>> pairs)
    {
        Markup charts = new Markup().Add($"<div class=\"charts\">\n");
        for (int i = 0; i < Math.Min(MostCharts, names.Count); i++)
            charts.Add($"<figure><h3>{names[i]}</h3>{Draw(names[i], pairs[i])}</figure>\n");
        return charts.Add($"</div>\n");
    }

    private static Markup Draw(string name, IReadOnlyList<(float Truth, float Prediction)> pairs)
    {
        (double least, double most) = (double.MaxValue, double.MinValue);
        foreach ((float truth, float prediction) in pairs)
        {
            if (float.IsFinite(truth) && float.IsFinite(prediction))
                (least, most) = (Math.Min(least, Math.Min(truth, prediction)), Math.Max(most, Math.Max(truth, prediction)));
        }

        if (least > most)
            (least, most) = (0, 1);
        List<double> marks = Ticks.Linear(least, most, 5);
        Plot plot = new($"{name}: predictions over truths", Axis.Over(marks, Plot.Left + 20, Plot.Width - 20), Axis.Over(marks, Plot.Bottom, Plot.Top), "truth", "prediction");
        plot.Dashed(marks[0], marks[0], marks[^1], marks[^1]);
        // Evenly chosen where there are too many: a page of ten thousand points is slow on a phone.
        int every = Math.Max(1, (pairs.Count + MostPoints - 1) / MostPoints);
        for (int i = 0; i < pairs.Count; i += every)
        {
            if (float.IsFinite(pairs[i].Truth) && float.IsFinite(pairs[i].Prediction))
                plot.Point(pairs[i].Truth, pairs[i].Prediction);
        }

        return plot.End();
    }
}
