using System.Collections.Generic;
using System.IO;

namespace EdgeCli.Report;

/// <summary>One HTML file that needs nothing else: styles inside, pictures as SVG or data, no script, nothing from a network.</summary>
internal sealed class ReportPage(string title, string subtitle)
{
    private static readonly Markup Style = ReadStyle();

    private readonly Markup body = new();

    /// <summary>The figures that matter most, in large print.</summary>
    public void AddTiles(IEnumerable<(string Name, string Value)> tiles)
    {
        body.Add($"<dl class=\"tiles\">\n");
        foreach ((string name, string value) in tiles)
            body.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
        body.Add($"</dl>\n");
    }

    /// <summary>A chapter of the page.</summary>
    public void AddSection(string heading, params IEnumerable<Markup> parts)
    {
        body.Add($"<section>\n<h2>{heading}</h2>\n");
        foreach (Markup part in parts)
            body.Add(part);
        body.Add($"</section>\n");
    }

    public override string ToString() => new Markup()
        .Add($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n")
        .Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
        .Add($"<style>\n{Style}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n</header>\n<main>\n")
        .Add(body)
        .Add($"</main>\n<footer>Written by edge; this file is complete and loads nothing.</footer>\n</body>\n</html>\n")
        .ToString();

    private static Markup ReadStyle()
    {
        using StreamReader reader = new(typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!);
        return Markup.Raw(reader.ReadToEnd());
    }
}
