using System;
using System.Collections.Generic;
using System.IO;
using Tests.Support;
using Xunit;

namespace Tests.ArchitectureTests;

/// <summary>Reads the <c>using</c> lines of the runtime: dependencies run one way.</summary>
public class LayerTests
{
    private const string Runtime = "src/EdgeRuntime/";

    /// <summary>What each folder may use besides itself; every folder stands here.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Errors"] = [],
        ["Files"] = [],
        ["Random"] = [],
        ["Simd"] = [],
        ["Kernels"] = ["Simd", "Random"],
        ["Graphs"] = ["Simd", "Kernels"],
        ["Operators"] = ["Simd", "Kernels", "Graphs", "Random"],
        ["Import"] = ["Graphs", "Operators", "Files"],
        ["Optimize"] = ["Graphs", "Operators"],
        ["Memory"] = ["Random"],
        ["Execution"] = ["Simd", "Graphs", "Operators", "Import", "Optimize", "Memory"],
        ["Data"] = ["Random", "Simd", "Kernels", "Files"],
        ["Training"] = ["Simd", "Kernels", "Graphs", "Operators", "Import", "Optimize", "Memory", "Execution", "Data", "Random", "Files"],
    };

    [Fact]
    public void NoFolderOfTheRuntimeUsesOneAboveIt()
    {
        List<string> upward = [];
        int read = 0;
        foreach (string file in Sources.Files(Runtime, "*.cs"))
        {
            string folder = file[Runtime.Length..].Split('/')[0];
            Assert.True(MayUse.ContainsKey(folder), $"{file}: the folder '{folder}' has no layer: give it one here and in DESIGN.md.");
            read++;
            foreach (string used in Uses(file))
            {
                if (used != folder && Array.IndexOf(MayUse[folder], used) < 0)
                    upward.Add($"{file} uses EdgeRuntime.{used}");
            }
        }

        Assert.True(read > 100, $"Only {read} files were found.");
        Assert.True(upward.Count == 0, string.Join("\n", upward));
    }

    [Fact]
    public void KernelsAndSimdKnowNoTensors()
    {
        foreach (string layer in (string[])["Simd", "Kernels"])
        {
            foreach (string file in Sources.Files(Runtime + layer, "*.cs"))
            {
                string text = File.ReadAllText(Sources.PathOf(file));
                foreach (string word in (string[])["throw ", "Throw.", "Tensor ", "Node "])
                    Assert.False(text.Contains(word, StringComparison.Ordinal) && !file.EndsWith("Dispatch.cs", StringComparison.Ordinal), $"{file} holds '{word.Trim()}': kernels check nothing and know no graph.");
            }
        }
    }

    private static IEnumerable<string> Uses(string file)
    {
        foreach (string line in File.ReadLines(Sources.PathOf(file)))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
                yield break;
            string text = line.StartsWith("using static ", StringComparison.Ordinal) ? line["using static ".Length..] : line.StartsWith("using ", StringComparison.Ordinal) ? line["using ".Length..] : "";
            int alias = text.IndexOf("= ", StringComparison.Ordinal);
            text = alias < 0 ? text : text[(alias + 2)..];
            if (text.StartsWith("EdgeRuntime.", StringComparison.Ordinal))
                yield return text["EdgeRuntime.".Length..].TrimEnd(';').Split('.')[0];
        }
    }
}
