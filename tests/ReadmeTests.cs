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
    private const string Fence = "```csharp", Marker = "<!-- sample: ";

    [Fact]
    public void EverySampleOfTheReadmeIsTheOneThatIsCompiled()
    {
        string[] readme = File.ReadAllLines(Sources.PathOf("README.md"));
        int found = 0;
        for (int line = Array.IndexOf(readme, Fence); line >= 0; line = Array.IndexOf(readme, Fence, line + 1), found++)
        {
            Assert.StartsWith(Marker, readme[line - 1], StringComparison.Ordinal);
            string file = readme[line - 1][Marker.Length..].Split(',')[0];
            List<string> shown = Statements(readme[(line + 1)..Array.IndexOf(readme, "```", line)]);
            List<string> compiled = Statements(File.ReadAllLines(Sources.PathOf(file)));
            int start = compiled.IndexOf(shown[0]);
            Assert.True(start >= 0, $"{file} has no line '{shown[0]}': copy the sample there.");
            Assert.Equal(shown, compiled.GetRange(start, Math.Min(shown.Count, compiled.Count - start)));
        }

        Assert.True(found >= 2, $"the README has {found} samples");
    }

    [Fact]
    public void TheSampleOfTheReadmeRuns() => Assert.Equal(3, Output(ReadmeSample.Run).Length);

    [Fact]
    public void TheTrainingSampleOfTheReadmeRuns()
    {
        string[] lines = Output(ReadmeTrainingSample.Run);
        Assert.Equal(5, lines.Length);
        Assert.All(lines[..4], line => Assert.StartsWith("epoch ", line, StringComparison.Ordinal));
        Assert.StartsWith("the weights are those of epoch ", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void TheFineTuningSampleOfTheReadmeRuns()
    {
        string[] lines = Output(() =>
        {
            EdgeRuntime.Training.Architecture.Create("lenet", new EdgeRuntime.Shape(1, 28, 28), 4, seed: 1).Save("lenet.onnx");
            ReadmeFineTuningSample.Run();
            Assert.True(File.Exists("mine.onnx"));
        });
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("epoch 1: ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" bytes", lines[1].Trim(), StringComparison.Ordinal);
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

    /// <summary>Runs a sample in a folder of its own, in which it must have left lenet.onnx, and gives the lines that it wrote.</summary>
    private static string[] Output(Action sample)
    {
        using TemporaryFolder folder = new();
        string before = Directory.GetCurrentDirectory();
        TextWriter console = Console.Out;
        StringWriter output = new();
        try
        {
            Directory.SetCurrentDirectory(folder.Path);
            Console.SetOut(output);
            sample();
            Assert.True(File.Exists("lenet.onnx"));
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(before);
        }

        return output.ToString().Trim().Split('\n');
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
