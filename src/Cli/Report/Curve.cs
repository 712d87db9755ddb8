using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Colour">A class of report.css: one, two or rest.</param>
/// <param name="Points">In the order in which they are joined.</param>
internal sealed record Curve(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points);
