using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// In a graph with its gradients: where the gradient of a max or min pool goes on to that of a Relu or Clip before it, the pooled gradient
/// is masked instead, which has a quarter of the elements under 2 x 2 windows. All gradient goes to the element that the pool took, so its
/// own value decides either way: bit-identical. For the same reason the sum of what a pool gave back is the sum of what came to it: the
/// gradient of a bias before the pool reads the pooled gradient; it differs by rounding, the shorter sum rounds less.
/// </summary>
internal static class MaskPooledGradients
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is UnaryGradient<Relu.Formula> or UnaryGradient<Clip.Formula>)
            Mask(node, rewriter);
        else if (node.Operator is SumRows && Rewriter.Any<ExtremePoolGradient>(node.Input(0)) is { Operator: ExtremePoolGradient { Window.IsUnpadded: true } } pool)
            rewriter.ReplaceBy(node, node.Operator, pool.Input(2));
    }

    private static void Mask(Node node, Rewriter rewriter)
    {
        if (rewriter.Only<ExtremePoolGradient>(node.Input(1)) is not { } pool || pool.Input(0) != node.Input(0))
            return;
        Value masked = rewriter.EmitAll($"{node.Name}/pooled", node.Operator, pool.Input(1), pool.Input(2))[0];
        rewriter.ReplaceBy(node, pool.Operator, pool.Input(0), pool.Input(1), masked);
    }
}
