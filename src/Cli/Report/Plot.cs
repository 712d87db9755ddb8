using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>A chart's SVG: frame, axes with marks, and curves; colours are classes of report.css, so that light and dark pages both work.</summary>
internal sealed class Plot
{
    /// <summary>The picture's size; text of 12 pixels stays readable where a phone shows it at 330.</summary>
    public const double Width = 440, Height = 270;

    public const double Left = 46, Top = 10, Bottom = Height - 40;

    private readonly Markup svg = new();
    private readonly Axis x;
    private readonly Axis y;

    public Plot(string label, Axis x, Axis y, string xName, string yName = "", double height = Height)
    {
        (this.x, this.y) = (x, y);
        double left = x.Place(x.Marks[0]), right = x.Place(x.Marks[^1]), bottom = y.Place(y.Marks[0]), top = y.Place(y.Marks[^1]);
        svg.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width:0} {height:0}\" role=\"img\" aria-label=\"{label}\">\n");
        foreach (double mark in y.Marks)
        {
            svg.Add($"<line class=\"grid\" x1=\"{left:0.#}\" x2=\"{right:0.#}\" y1=\"{y.Place(mark):0.#}\" y2=\"{y.Place(mark):0.#}\"/>");
            svg.Add($"<text x=\"{left - 7:0.#}\" y=\"{y.Place(mark) + 4:0.#}\" text-anchor=\"end\">{y.Label(mark)}</text>\n");
        }

        foreach (double mark in x.Marks)
        {
            svg.Add($"<line class=\"axis\" x1=\"{x.Place(mark):0.#}\" x2=\"{x.Place(mark):0.#}\" y1=\"{bottom:0.#}\" y2=\"{bottom + 4:0.#}\"/>");
            svg.Add($"<text x=\"{x.Place(mark):0.#}\" y=\"{bottom + 18:0.#}\" text-anchor=\"middle\">{x.Label(mark)}</text>\n");
        }

        svg.Add($"<path class=\"frame\" d=\"M{left:0.#} {top:0.#}V{bottom:0.#}H{right:0.#}\"/>\n");
        svg.Add($"<text x=\"{(left + right) / 2:0.#}\" y=\"{bottom + 36:0.#}\" text-anchor=\"middle\">{xName}</text>\n");
        if (yName.Length > 0)
            svg.Add($"<text transform=\"translate(9 {(top + bottom) / 2:0.#}) rotate(-90)\" text-anchor=\"middle\">{yName}</text>\n");
    }

    /// <summary>A curve through points in the order given.</summary>
    public void Curve(string colour, IReadOnlyList<(double X, double Y)> points, string hint)
    {
        svg.Add($"<path class=\"curve {colour}\" d=\"");
        for (int i = 0; i < points.Count; i++)
            svg.Add($"{(i == 0 ? "M" : "L")}{x.Place(points[i].X):0.#} {y.Place(points[i].Y):0.#}");
        svg.Add($"\"><title>{hint}</title></path>\n");
    }

    public void Dot(string colour, double atX, double atY, string hint) => svg.Add(
        $"<circle class=\"dot {colour}\" cx=\"{x.Place(atX):0.#}\" cy=\"{y.Place(atY):0.#}\" r=\"4\"><title>{hint}</title></circle>\n");

    /// <summary>One of many points.</summary>
    public void Point(double atX, double atY) => svg.Add($"<circle class=\"point\" cx=\"{x.Place(atX):0.#}\" cy=\"{y.Place(atY):0.#}\" r=\"2\"/>\n");

    public void Bar(double fromX, double toX, double toY, string hint) => svg.Add(
        $"<rect class=\"bar\" x=\"{x.Place(fromX) + 1:0.#}\" width=\"{x.Place(toX) - x.Place(fromX) - 2:0.#}\" y=\"{y.Place(toY):0.#}\" height=\"{y.Place(y.Marks[0]) - y.Place(toY):0.#}\"><title>{hint}</title></rect>\n");

    public void Dashed(double fromX, double fromY, double toX, double toY) => svg.Add(
        $"<line class=\"dashed\" x1=\"{x.Place(fromX):0.#}\" y1=\"{y.Place(fromY):0.#}\" x2=\"{x.Place(toX):0.#}\" y2=\"{y.Place(toY):0.#}\"/>\n");

    /// <summary>A value beside the end of its curve; <paramref name="at"/> is a place, not a value, so that values can be kept apart.</summary>
    public void Value(double at, string text) => svg.Add(
        $"<text class=\"value\" x=\"{x.Place(x.Marks[^1]) + 8:0.#}\" y=\"{at + 4:0.#}\">{text}</text>\n");

    public Markup End() => svg.Add($"</svg>\n");
}
