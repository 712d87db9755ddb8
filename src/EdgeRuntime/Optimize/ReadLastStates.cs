using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// The last step of a recurrent layer's output is its last state: read there, the sequence of states is not needed, nor is a gradient of
/// its size. Where lengths differ the last step is not the last state. Bit-identical.
/// </summary>
internal static class ReadLastStates
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    /// <summary>For inference, after all other passes: sequences that nobody reads are not written.</summary>
    public static void DropSequences(Graph graph) => Rewriter.Sweep(graph, Drop);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Slice { Lengths: var lengths, Starts: var starts } || Rewriter.Any<RecurrentScan>(node.Input(0)) is not { Operator: RecurrentScan scan } layer)
            return;
        Shape y = layer.Output.Shape;
        if (node.Input(0) != layer.Output || layer.Has(RecurrentScan.Lengths) || node.Output.Shape != y.With(0, 1) || lengths[0] != 1)
            return;
        if (starts[0] == (scan.Reverse ? 0 : y[0] - 1))
            rewriter.ReplaceBy(node, new Reshape(node.Output.Shape), layer.Outputs[1]);
    }

    private static void Drop(Node node, Rewriter rewriter)
    {
        if (node.Operator is not RecurrentScan { Saves: false, HasSequence: true } scan || rewriter.Uses(node.Output) > 0)
            return;
        Value[] states = rewriter.EmitAll(node.Name, scan with { HasSequence = false }, node.Inputs);
        for (int i = 1; i < states.Length; i++)
            rewriter.Replace(node.Outputs[i], states[i]);
    }
}
