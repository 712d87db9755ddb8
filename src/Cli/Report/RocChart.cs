using System;
using System.Collections.Generic;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>ROC curves of classes against all others: their mean and the worst one in colour, the rest in grey.</summary>
internal static class RocChart
{
    private const double Side = 232, Height = Plot.Top + Side + 40;
    private const double Corner = 0.1;
    private const int MostCurves = 40;
    private const int Grid = 200;

    public static Markup Draw(IReadOnlyList<string> names, IReadOnlyList<ClassScore> scores, Func<int, IReadOnlyList<RocPoint>> curveOf, double meanArea)
    {
        List<Curve> curves = Curves(names, scores, curveOf, meanArea);
        Markup part = new();
        if (curves.Count == 0)
            return part.Add($"<p class=\"note\">A ROC curve needs samples of at least two classes.</p>\n");
        part.Add($"<div class=\"charts\">\n").Add(Figure("All thresholds", curves, 0, 1));
        if (RocPath.Corner(curves[^1].Points, Corner).Count > 0)
            part.Add(Figure("The upper left corner, ten times as large", curves, 0, Corner));
        return part.Add($"</div>\n");
    }

    private static Markup Figure(string heading, List<Curve> curves, double low, double width)
    {
        double left = Plot.Left + 20;
        Axis x = Axis.Over(Ticks.Linear(low, low + width, 5), left, left + Side);
        Axis y = Axis.Over(Ticks.Linear(1 - width, 1, 5), Plot.Top + Side, Plot.Top);
        Plot plot = new($"ROC curves: {heading}", x, y, "false positives / negatives", "true positives / positives", Height);
        if (width == 1)
            plot.Dashed(0, 0, 1, 1);
        List<Curve> named = [];
        bool others = false;
        foreach (Curve curve in curves)
        {
            IReadOnlyList<(double X, double Y)> shown = RocPath.Corner(curve.Points, width);
            if (shown.Count == 0)
                continue;
            plot.Curve(curve.Colour, shown, curve.Name);
            if (curve.Colour != "rest")
                named.Insert(0, curve);
            else
                others = true;
        }

        if (others)
            named.Add(new Curve("other classes", "rest", []));
        return new Markup().Add($"<figure><h3>{heading}</h3>{LineChart.Legend(named)}{plot.End()}</figure>\n");
    }

    /// <summary>Grey ones first, so that the coloured ones lie on top.</summary>
    private static List<Curve> Curves(IReadOnlyList<string> names, IReadOnlyList<ClassScore> scores, Func<int, IReadOnlyList<RocPoint>> curveOf, double meanArea)
    {
        List<int> labels = [];
        for (int i = 0; i < scores.Count; i++)
        {
            if (!double.IsNaN(scores[i].Auc))
                labels.Add(i);
        }

        if (labels.Count == 0)
            return [];
        if (scores.Count == 2)
            return [new Curve($"{names[1]}: AUC {TensorJson.Show(scores[1].Auc)}", "one", RocPath.Of(curveOf(1)))];
        labels.Sort((a, b) => (scores[b].Auc, a).CompareTo((scores[a].Auc, b)));
        double[] mean = new double[Grid + 1];
        List<Curve> curves = [];
        foreach (int label in labels)
        {
            List<(double X, double Y)> path = RocPath.Of(curveOf(label));
            for (int i = 0; i <= Grid; i++)
                mean[i] += RocPath.At(path, Position(i)) / labels.Count;
            if (label == labels[^1])
                curves.Add(new Curve($"worst class, {names[label]}: AUC {TensorJson.Show(scores[label].Auc)}", "two", path));
            else if (curves.Count < MostCurves)
                curves.Add(new Curve($"{names[label]}: AUC {TensorJson.Show(scores[label].Auc)}", "rest", path));
        }

        List<(double X, double Y)> average = [(0, 0)];
        for (int i = 0; i <= Grid; i++)
            average.Add((Position(i), mean[i]));
        curves.Add(new Curve($"mean of {labels.Count} classes: AUC {TensorJson.Show(meanArea)}", "one", average));
        return curves;
    }

    /// <summary>Places that lie closer near 0, where good curves bend.</summary>
    private static double Position(int i) => Math.Pow((double)i / Grid, 3);
}
