using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// A recurrent layer multiplies its own input, some steps at a time, so that the products of the whole sequence are never in memory at once.
/// Bit-identical. GRU 9-64 over 128 steps: 162 -> 81 KB of arena at the same speed.
/// </summary>
/// <remarks>For inference alone: a gradient needs all gates anyway.</remarks>
internal static class FuseProjections
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not RecurrentScan { Saves: false, Projects: false } scan || !RecurrentScan.IsConstant(node))
            return;
        Shape p = node.Shape(RecurrentScan.Projected);
        Value rows = node.Input(RecurrentScan.Projected);
        while (rewriter.Only<Reshape>(rows) is { } view)
            rows = view.Input(0);
        if (p[0] <= RecurrentScan.StepsAtOnce(p[1]) || rewriter.Only<Gemm>(rows) is not { Operator: Gemm { TransB: true } gemm } product || gemm.Bounds != Bounds.None)
            return;
        Value w = product.Input(1);
        if (product.Has(3) || !w.IsConstant || product.Optional(2) is { IsConstant: false } || product.Output.Shape[1] != p[2])
            return;
        Value?[] inputs = new Value?[RecurrentScan.InputBias + 1];
        node.Inputs.CopyTo(inputs, 0);
        inputs[RecurrentScan.Projected] = rewriter.EmitAll($"{node.Name}/steps", new Reshape(new Shape(p[0], p[1], w.Shape[1])), product.Input(0))[0];
        inputs[RecurrentScan.InputWeights] = w;
        inputs[RecurrentScan.InputBias] = product.Optional(2);
        Value[] outputs = rewriter.EmitAll(node.Name, scan with { Projects = true }, inputs);
        for (int i = 0; i < outputs.Length; i++)
            rewriter.Replace(node.Outputs[i], outputs[i]);
    }
}
