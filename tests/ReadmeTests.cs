using System;
using System.Collections.Generic;
using System.IO;
using Tests.Support;
using Xunit;

namespace Tests;

[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public class AloneBecauseTheCurrentFolderChanges;

[Collection(nameof(ReadmeTests))]
public class ReadmeTests
{
    [Fact]
    public void TheSampleOfTheReadmeIsTheOneThatIsCompiled()
    {
        List<string> shown = Statements(Fenced(File.ReadAllLines(Sources.PathOf("README.md"))));
        List<string> compiled = Statements(File.ReadAllLines(Sources.PathOf("tests/ReadmeSample.cs")));
        int start = compiled.IndexOf(shown[0]);
        Assert.True(start >= 0, $"tests/ReadmeSample.cs has no line '{shown[0]}': copy the sample there.");
        Assert.Equal(shown, compiled.GetRange(start, Math.Min(shown.Count, compiled.Count - start)));
    }

    [Fact]
    public void TheSampleOfTheReadmeRuns()
    {
        using TemporaryFolder folder = new();
        string before = Directory.GetCurrentDirectory();
        TextWriter console = Console.Out;
        StringWriter output = new();
        try
        {
            Directory.SetCurrentDirectory(folder.Path);
            Console.SetOut(output);
            ReadmeSample.Run();
            Assert.True(File.Exists("lenet.onnx"));
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(before);
        }

        Assert.Equal(3, output.ToString().Trim().Split('\n').Length);
    }

    [Fact]
    public void EveryLinkOfTheReadmeLeadsSomewhere()
    {
        foreach (string part in File.ReadAllText(Sources.PathOf("README.md")).Split("](")[1..])
        {
            string target = part[..part.IndexOf(')', StringComparison.Ordinal)];
            string path = Sources.PathOf(target);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"README.md links to '{target}', which is not there.");
        }
    }

    private static IEnumerable<string> Fenced(string[] lines)
    {
        int start = Array.IndexOf(lines, "```csharp");
        return lines[(start + 1)..Array.IndexOf(lines, "```", start)];
    }

    private static List<string> Statements(IEnumerable<string> lines)
    {
        List<string> statements = [];
        foreach (string line in lines)
        {
            if (!line.StartsWith("using ", StringComparison.Ordinal) || line.Contains('='))
                statements.Add(line.Trim());
        }

        return statements.FindAll(s => s.Length > 0);
    }
}
