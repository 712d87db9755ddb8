using System;
using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>Curves over epochs, with the last value written at the end of each.</summary>
internal static class LineChart
{
    private const double Right = Plot.Width - 62; // room for the last values
    private const double LineHeight = 15;
    private const double LogarithmicFrom = 50;
    private const int MostDots = 25;

    /// <summary>Draws what is finite; nothing where no point is.</summary>
    /// <param name="heading">Above the chart.</param>
    /// <param name="curves">At most one of each colour.</param>
    /// <param name="isShare">Whether the values are parts of 1, shown in %.</param>
    /// <param name="mayBeLogarithmic">Whether positive values of very different size get a logarithmic axis.</param>
    public static Markup? Draw(string heading, IReadOnlyList<Curve> curves, bool isShare, bool mayBeLogarithmic = true)
    {
        List<Curve> shown = [];
        (double Low, double High) values = (double.MaxValue, double.MinValue), epochs = (double.MaxValue, double.MinValue);
        foreach (Curve curve in curves)
        {
            List<(double X, double Y)> points = [];
            foreach ((double epoch, double value) in curve.Points)
            {
                if (!double.IsFinite(value))
                    continue;
                points.Add((epoch, isShare ? value * 100 : value));
                values = (Math.Min(values.Low, points[^1].Y), Math.Max(values.High, points[^1].Y));
                epochs = (Math.Min(epochs.Low, epoch), Math.Max(epochs.High, epoch));
            }

            if (points.Count > 0)
                shown.Add(curve with { Points = points });
        }

        if (shown.Count == 0)
            return null;
        Axis x = Axis.Over(Whole(epochs.Low, epochs.High), Plot.Left, Right);
        Axis y = isShare ? Axis.Over(Ticks.Linear(Math.Min(values.Low, 99), 100, 5), Plot.Bottom, Plot.Top, " %") : Vertical(values.Low, values.High, mayBeLogarithmic);
        Plot plot = new($"{heading} by epoch", x, y, "epoch");
        Fill(plot, shown, y, isShare ? " %" : "");
        return new Markup().Add($"<figure><h3>{heading}</h3>{Legend(shown)}{plot.End()}</figure>\n");
    }

    public static Markup Legend(IReadOnlyList<Curve> curves)
    {
        Markup legend = new Markup().Add($"<ul class=\"legend\">");
        foreach (Curve curve in curves)
            legend.Add($"<li><i class=\"{curve.Colour}\"></i>{curve.Name}</li>");
        return legend.Add($"</ul>\n");
    }

    private static List<double> Whole(double first, double last)
    {
        List<double> marks = Ticks.Linear(first, Math.Max(last, first + 1), 6, leastStep: 1);
        // The curve begins at the frame and ends near it: no empty epochs beside it.
        marks[0] = first;
        if (marks[^1] > last && marks.Count > 2)
            marks[^1] = last;
        if (marks.Count > 2 && marks[^1] - marks[^2] < (marks[^1] - marks[0]) / 12)
            marks.RemoveAt(marks.Count - 2);
        return marks;
    }

    private static Axis Vertical(double low, double high, bool mayBeLogarithmic) => mayBeLogarithmic && low > 0 && high / low >= LogarithmicFrom
        ? Axis.Logarithmic(low, high, Plot.Bottom, Plot.Top)
        : Axis.Over(Ticks.Linear(Math.Min(low, 0), high, 5), Plot.Bottom, Plot.Top);

    private static void Fill(Plot plot, List<Curve> curves, Axis y, string unit)
    {
        foreach (Curve curve in curves)
        {
            plot.Curve(curve.Colour, curve.Points, curve.Name);
            for (int i = 0; i < curve.Points.Count && curve.Points.Count <= MostDots; i++)
                plot.Dot(curve.Colour, curve.Points[i].X, curve.Points[i].Y, $"{curve.Name}, epoch {curve.Points[i].X}: {Number(curve.Points[i].Y, unit)}");
        }

        List<(double At, string Text)> ends = [];
        foreach (Curve curve in curves)
            ends.Add((y.Place(curve.Points[^1].Y), Number(curve.Points[^1].Y, unit)));
        ends.Sort((a, b) => a.At.CompareTo(b.At));
        double free = double.MinValue;
        foreach ((double at, string text) in ends)
        {
            free = Math.Max(at, free);
            plot.Value(free, text);
            free += LineHeight;
        }
    }

    private static string Number(double value, string unit)
    {
        string format = unit.Length > 0 ? "0.00" : Math.Abs(value) switch
        {
            0 => "0",
            < 0.01 or >= 100_000 => "0.0e-0",
            >= 100 => "0.#",
            _ => "0.0000",
        };
        return TensorJson.Show(value, format) + unit;
    }
}
