using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// In a graph with its gradients: where the gradient of a max or min pool goes on to that of a Relu or Clip before it, the pooled gradient
/// is masked instead, which has a quarter of the elements under 2 x 2 windows. All gradient goes to the element that the pool took, so its
/// own value decides either way: bit-identical.
/// </summary>
internal static class MaskPooledGradients
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not (UnaryGradient<Relu.Formula> or UnaryGradient<Clip.Formula>))
            return;
        if (rewriter.Only<ExtremePoolGradient>(node.Input(1)) is not { } pool || pool.Input(0) != node.Input(0))
            return;
        Value masked = rewriter.EmitAll($"{node.Name}/pooled", node.Operator, pool.Input(1), pool.Input(2))[0];
        rewriter.ReplaceBy(node, pool.Operator, pool.Input(0), pool.Input(1), masked);
    }
}
