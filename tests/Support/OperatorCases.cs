using System;
using System.Collections.Generic;

namespace Tests.Support;

/// <summary>The cases of all contract tests of this assembly.</summary>
internal static class OperatorCases
{
    public static IEnumerable<OperatorCase> All()
    {
        foreach (Type type in typeof(OperatorCases).Assembly.GetTypes())
        {
            if (type.IsAbstract || !type.IsSubclassOf(typeof(OperatorContract)))
                continue;
            OperatorContract contract = (OperatorContract)Activator.CreateInstance(type)!;
            foreach (OperatorCase item in contract.AllCases)
                yield return item;
        }
    }

    /// <summary>The ONNX operators that some case goes through.</summary>
    public static HashSet<string> OnnxNames()
    {
        HashSet<string> names = [];
        foreach (OperatorCase item in All())
            names.Add(item.OnnxName);
        return names;
    }
}
