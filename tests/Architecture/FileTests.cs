using System;
using System.Collections.Generic;
using System.IO;
using Tests.Support;
using Xunit;

namespace Tests.ArchitectureTests;

public class FileTests
{
    private const int LongestFile = 350;
    private const int LongestReadme = 40;

    [Fact]
    public void NoSourceFileIsLongerThanItsLimit()
    {
        List<string> found = [];
        foreach (string folder in (string[])["src", "tests", "bench", "firmware-samples"])
        {
            foreach (string file in Sources.Files(folder, "*.cs"))
            {
                int lines = File.ReadAllLines(Sources.PathOf(file)).Length;
                if (lines > LongestFile)
                    found.Add($"{file} has {lines} lines: split it by what it does.");
            }
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Fact]
    public void EveryFolderOfSourcesHasAReadmeOfAtMostFortyLines()
    {
        HashSet<string> folders = [];
        foreach (string file in Sources.Files("src", "*.cs"))
            folders.Add(file[..file.LastIndexOf('/')]);
        List<string> found = [];
        foreach (string folder in folders)
        {
            string readme = Sources.PathOf($"{folder}/README.md");
            if (!File.Exists(readme))
                found.Add($"{folder} has no README.md: what belongs here, what never does, where to start.");
            else if (File.ReadAllLines(readme).Length > LongestReadme)
                found.Add($"{folder}/README.md is longer than {LongestReadme} lines.");
        }

        Assert.True(folders.Count > 10, $"Only {folders.Count} folders were found.");
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Fact]
    public void NothingIsLeftToDo()
    {
        // Put together here so that this file does not find itself.
        string[] words = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"];
        foreach (string file in Sources.Files("src", "*.cs"))
        {
            string text = File.ReadAllText(Sources.PathOf(file));
            foreach (string word in words)
                Assert.False(text.Contains(word, StringComparison.Ordinal), $"{file} holds {word}.");
        }
    }
}
