using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// A mean over all pixels of [N, ..., C] becomes a global average pool, so that a network's last pool has one form (one kernel, one
/// quantization rule) however the model writes it. Sums may run in another order, so results differ by rounding.
/// </summary>
internal static class MeansBecomePools
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Reduce { Kind: ReduceKind.Mean } mean || node.Type(0) != ElementType.Float32)
            return;
        Shape x = node.Shape(0);
        int spatial = x.Rank - 2;
        if (spatial is < 1 or > 3 || x.Count == 0 || mean.Over.Count != spatial || mean.Over[0] != 1 || mean.Over[spatial - 1] != spatial)
            return;
        int[] ones = new int[spatial], zeros = new int[spatial];
        Array.Fill(ones, 1);
        Window all = new(new Axes(x.Dims[1..^1].ToArray()), new Axes(ones), new Axes(ones), new Axes(zeros), new Axes(zeros));
        rewriter.ReplaceBy(node, new AveragePool(all), node.Input(0));
    }
}
