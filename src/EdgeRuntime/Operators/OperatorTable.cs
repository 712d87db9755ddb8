using System;
using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>One line of the table: an operator of a model file and the rule that brings it into the graph.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Since">The oldest operator set version whose meaning the rule knows.</param>
/// <param name="Import">The rule.</param>
/// <param name="Domain">The operator set; empty for ONNX's own.</param>
internal sealed record OperatorEntry(string Name, int Since, Action<ImportNode> Import, string Domain = "");

/// <summary>Everything Edge can do, sorted. Import, the README's table, tests and benches read this list.</summary>
internal static class OperatorTable
{
    public static IReadOnlyList<OperatorEntry> All { get; } =
    [
        new("ArgMax", 1, ArgReduce.ImportMax),
        new("ArgMin", 1, ArgReduce.ImportMin),
        new("AveragePool", 1, AveragePool.Import),
        new("Concat", 1, Concat.Import),
        new("Constant", 1, Constant.Import),
        new("ConstantOfShape", 9, ConstantOfShape.Import),
        new("Conv", 1, Conv.Import),
        new("ConvTranspose", 1, ConvTranspose.Import),
        new("DepthToSpace", 1, DepthToSpace.Import),
        new("Expand", 8, Expand.Import),
        new("Flatten", 1, Flatten.Import),
        new("Gather", 1, Gather.Import),
        new("Gemm", 1, Gemm.Import),
        new("GlobalAveragePool", 1, AveragePool.ImportGlobal),
        new("GlobalMaxPool", 1, MaxPool.ImportGlobal),
        new("Identity", 1, Identity.Import),
        new("LogSoftmax", 1, Softmax.ImportLogarithm),
        new("MaxPool", 1, MaxPool.Import),
        new("MinPool", 1, MinPool.Import, "edge"),
        new("Pad", 1, Pad.Import),
        new("Range", 11, RangeOf.Import),
        new("ReduceL1", 1, Reduce.Import(ReduceKind.L1)),
        new("ReduceL2", 1, Reduce.Import(ReduceKind.L2)),
        new("ReduceLogSum", 1, Reduce.Import(ReduceKind.LogSum)),
        new("ReduceLogSumExp", 1, Reduce.Import(ReduceKind.LogSumExp)),
        new("ReduceMax", 1, Reduce.Import(ReduceKind.Max)),
        new("ReduceMean", 1, Reduce.Import(ReduceKind.Mean)),
        new("ReduceMin", 1, Reduce.Import(ReduceKind.Min)),
        new("ReduceProd", 1, Reduce.Import(ReduceKind.Prod)),
        new("ReduceSum", 1, Reduce.Import(ReduceKind.Sum)),
        new("ReduceSumSquare", 1, Reduce.Import(ReduceKind.SumSquare)),
        new("Reshape", 1, Reshape.Import),
        new("Shape", 1, ShapeOf.Import),
        new("Size", 1, SizeOf.Import),
        new("Slice", 1, Slice.Import),
        new("Softmax", 1, Softmax.Import),
        new("SpaceToDepth", 1, SpaceToDepth.Import),
        new("Split", 1, Split.Import),
        new("Squeeze", 1, Squeeze.Import),
        new("Tile", 1, Tile.Import),
        new("TopK", 1, TopK.Import),
        new("Transpose", 1, Transpose.Import),
        new("Unsqueeze", 1, Unsqueeze.Import),
    ];

    private static readonly Dictionary<(string Domain, string Name), OperatorEntry> ByName = Index();

    public static OperatorEntry? Find(string domain, string name) =>
        ByName.GetValueOrDefault((domain == "ai.onnx" ? "" : domain, name));

    private static Dictionary<(string Domain, string Name), OperatorEntry> Index()
    {
        Dictionary<(string, string), OperatorEntry> index = [];
        foreach (OperatorEntry entry in All)
            index.Add((entry.Domain, entry.Name), entry);
        return index;
    }
}
