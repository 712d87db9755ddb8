using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Relu and Clip behind a convolution or matrix product become its clamp; two of them behind each other become one; those behind a max
/// pool go before it, where the clamp of a product costs nothing. Bit-identical.
/// </summary>
internal static class FuseClamps
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (Clamp.Of(node) is not { } bounds || node.Type(0) != ElementType.Float32)
            return;
        Value x = node.Input(0);
        if (Product.Only(x, rewriter) is { } product)
            rewriter.Replace(node.Output, product.Emit(rewriter, product.With(Clamp.Then(product.Bounds, bounds)), product.Weights, product.Bias, product.Residual));
        else if (x.Producer is { } before && rewriter.Uses(x) == 1 && Clamp.Of(before) is { } first)
            rewriter.ReplaceBy(node, Clamp.Make(Clamp.Then(first, bounds)), before.Input(0));
        else if (rewriter.Only<MaxPool>(x) is { Outputs.Length: 1 } pool && Product.Only(pool.Input(0), rewriter) is not null)
            rewriter.ReplaceBy(node, pool.Operator, rewriter.EmitAll($"{node.Name}/before", node.Operator, [pool.Input(0), .. node.Inputs.AsSpan(1)])[0]);
    }
}
