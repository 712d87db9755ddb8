using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>Along which axis of a weight its output units stand.</summary>
internal static class UnitAxis
{
    /// <summary>0 as for filters and rows of units; the last of a matrix [inputs, units]; 1 of transposed convolutions.</summary>
    public static int Of(Graph graph, Value weight)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Inputs.Length < 2 || node.Inputs[1] != weight)
                continue;
            return node.Operator switch
            {
                Gemm { TransB: false } or MatMul => weight.Shape.Rank - 1,
                ConvTranspose => 1,
                _ => 0,
            };
        }

        return 0;
    }
}
