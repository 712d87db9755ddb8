using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.ArchitectureTests;

/// <summary>The operator table of the README is written from <see cref="OperatorTable"/>.</summary>
public class ReadmeTableTests
{
    private const string Start = "<!-- operators -->\n";
    private const string End = "<!-- /operators -->";

    [Fact]
    public void TheReadmeListsEveryOperator()
    {
        string path = Sources.PathOf("README.md");
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Start.Length && end >= start, $"README.md has no place for the operators: {Start.Trim()} and {End}.");
        string table = Table();
        if (Sources.MayUpdate)
            File.WriteAllText(path, text[..start] + table + text[end..]);
        else
            Assert.True(text[start..end] == table, "The operator table of README.md is stale: run this test with EDGE_UPDATE=1 and commit it.");
    }

    private static string Table()
    {
        SortedDictionary<string, List<string>> bySince = new(StringComparer.Ordinal);
        foreach (OperatorEntry entry in OperatorTable.All)
        {
            string domain = entry.Domain switch { "" => "ONNX", "edge" => "Edge's own (`edge`)", _ => $"`{entry.Domain}`" };
            if (!bySince.TryGetValue(domain, out List<string>? names))
                bySince.Add(domain, names = []);
            names.Add(entry.Since <= 1 ? entry.Name : $"{entry.Name} ({entry.Since}+)");
        }

        StringBuilder text = new();
        text.Append("| from | operators (the oldest operator set that is read, where that is not 1) |\n|---|---|\n");
        foreach ((string domain, List<string> names) in bySince)
            text.Append("| ").Append(domain).Append(" | ").AppendJoin(", ", names).Append(" |\n");
        return text.ToString();
    }
}
