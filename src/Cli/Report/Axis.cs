using System;
using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>Values to places along one side of a chart.</summary>
internal sealed class Axis
{
    private readonly double low;
    private readonly double span;
    private readonly double from;
    private readonly double to;

    private Axis(List<double> marks, bool isLogarithmic, double from, double to, string unit)
    {
        (Marks, IsLogarithmic, this.from, this.to, Unit) = (marks, isLogarithmic, from, to, unit);
        low = Measure(marks[0]);
        span = Measure(marks[^1]) - low;
    }

    public IReadOnlyList<double> Marks { get; }

    public bool IsLogarithmic { get; }

    /// <summary>What stands behind each mark.</summary>
    public string Unit { get; }

    public static Axis Over(List<double> marks, double from, double to, string unit = "") => new(marks, false, from, to, unit);

    public static Axis Logarithmic(double least, double most, double from, double to) => new(Ticks.Logarithmic(least, most), true, from, to, "");

    /// <summary>From the least to the largest value, with no other marks.</summary>
    public static Axis Between(double least, double most, bool isLogarithmic, double from, double to) =>
        new([least, most > least ? most : least + 1], isLogarithmic, from, to, "");

    public string Label(double mark) => Ticks.Label(mark) + Unit;

    /// <summary>The place of a value; values beyond the marks lie at the ends.</summary>
    public double Place(double value) => from + (Math.Clamp((Measure(value) - low) / span, 0, 1) * (to - from));

    private double Measure(double value) => IsLogarithmic ? Math.Log10(value) : value;
}
