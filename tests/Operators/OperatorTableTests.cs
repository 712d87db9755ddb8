using System.Collections.Generic;
using System.IO;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class OperatorTableTests
{
    [Fact]
    public void TheTableIsSorted()
    {
        for (int i = 1; i < OperatorTable.All.Count; i++)
        {
            string before = OperatorTable.All[i - 1].Name, name = OperatorTable.All[i].Name;
            Assert.True(string.CompareOrdinal(before, name) < 0, $"'{name}' stands behind '{before}'.");
        }
    }

    [Fact]
    public void EveryOperatorIsImportedByACaseOfItsContractOrOfTheConformanceSuites()
    {
        HashSet<string> covered = OperatorCases.OnnxNames();
        List<string> missing = [];
        foreach (OperatorEntry entry in OperatorTable.All)
        {
            string name = entry.Domain.Length == 0 ? entry.Name : $"{entry.Domain}.{entry.Name}";
            if (!covered.Contains(name))
                missing.Add(name);
        }

        if (missing.Count == 0)
            return;
        HashSet<string> inSuites = [];
        foreach (string line in File.ReadLines(Shared.Path("data/conformance/manifest.csv")))
        {
            string[] fields = line.Split(',');
            if (fields.Length > 2 && fields[3] == "0")
                inSuites.Add(fields[2]);
        }

        missing.RemoveAll(inSuites.Contains);
        Assert.True(missing.Count == 0, $"No OperatorContract case and no conformance case goes through {string.Join(", ", missing)}: add an OperatorCase.Onnx for each.");
    }
}
