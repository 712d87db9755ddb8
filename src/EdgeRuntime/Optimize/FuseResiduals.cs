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
        Value residual = Shaped($"{node.Name}/residual", node.Input(takesLeft ? 1 : 0), product.Node.Output.Shape, rewriter);
        Value sum = product.Emit(rewriter, product.Node.Operator, product.Weights, product.Bias, residual);
        rewriter.Replace(node.Output, Shaped(node.Name, sum, node.Output.Shape, rewriter));
    }

    /// <summary>The product behind a value, looking through a reshape: the residual can take the product's shape, which is a view.</summary>
    private static Product? Fusable(Value value, Rewriter rewriter)
    {
        Value sum = rewriter.Only<Reshape>(value)?.Input(0) ?? value;
        return Product.Only(sum, rewriter) is { IsBare: true, Node.Operator: not ConvTranspose } product ? product : null;
    }

    private static Value Shaped(string name, Value value, Shape shape, Rewriter rewriter) =>
        value.Shape == shape ? value : rewriter.EmitAll(name, new Reshape(shape), value)[0];
}
