using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>A slice of a slice is one slice (exporters cut one axis after the other). Bit-identical.</summary>
internal static class MergeSlices
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Slice outer || Rewriter.Any<Slice>(node.Input(0)) is not { Operator: Slice inner } before)
            return;
        int[] starts = new int[outer.Starts.Count], steps = new int[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            long start = inner.Starts[i] + ((long)outer.Starts[i] * inner.Steps[i]), step = (long)outer.Steps[i] * inner.Steps[i];
            if (node.Output.Shape[i] <= 1)
                step = 1; // one element or none: the distance to the next says nothing
            if (step is < int.MinValue or > int.MaxValue)
                return;
            (starts[i], steps[i]) = ((int)start, (int)step);
        }

        rewriter.ReplaceBy(node, new Slice(new Axes(starts), new Axes(steps), outer.Lengths), before.Input(0));
    }
}
