using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>A convolution or matrix product plus another tensor of its shape: the product adds it on the way to memory. Bit-identical.</summary>
internal static class FuseResiduals
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Add || node.Shape(0) != node.Shape(1) || node.Input(0) == node.Input(1))
            return;
        Product? left = Fusable(node.Input(0), rewriter), right = Fusable(node.Input(1), rewriter);
        if (left is null && right is null)
            return;

        // The later of two products: the other's result is there by then.
        bool takesLeft = right is null || (left is not null && rewriter.Position(left.Value.Node) > rewriter.Position(right.Value.Node));
        Product product = takesLeft ? left!.Value : right!.Value;
        Value residual = node.Input(takesLeft ? 1 : 0);
        rewriter.Replace(node.Output, product.Emit(rewriter, product.Node.Operator, product.Weights, product.Bias, residual));
    }

    private static Product? Fusable(Value value, Rewriter rewriter) =>
        Product.Only(value, rewriter) is { IsBare: true, Node.Operator: not ConvTranspose } product ? product : null;
}
