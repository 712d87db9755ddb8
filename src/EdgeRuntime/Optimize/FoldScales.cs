using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Takes what multiplies or adds a constant for each channel behind a convolution or matrix product (batch normalization, bias, scale)
/// into its weights and bias, and what does so before it where the product has no padding that the shift would have to stay out of.
/// Factors are multiplied in double precision and rounded once; sums start from the bias, so results differ from the unfolded ones by
/// rounding.
/// </summary>
internal static class FoldScales
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (Affine.Of(node) is { } affine)
            FoldBehind(node, affine, rewriter);
        else if (node.Operator is BatchNormalization)
            FoldTrainedOffset(node, rewriter);
        else if (node.Operator is Add)
            TakeBias(node, rewriter);
        else if (node.Operator is Gemm or Conv { Planar: false } && rewriter.Uses(node.Input(0)) == 1 && node.Input(0).Producer is { } before)
            FoldBefore(new Product(node), before, rewriter);
    }

    private static void FoldBehind(Node node, Affine affine, Rewriter rewriter)
    {
        if (Product.Only(affine.Input, rewriter) is not { IsBare: true, IsConstant: true } product)
            return;
        int channels = product.Channels;
        double[] bias = new double[channels];
        for (int i = 0; i < channels; i++)
            bias[i] = ((product.Bias?.Data!.As<float>()[i] ?? 0) * affine.Scale(i)) + affine.Shift(i);
        Value? weights = affine.Scales is null ? product.Weights : product.Scaled(affine.Factors(channels));
        if (weights is not null)
            rewriter.Replace(node.Output, product.Emit(rewriter, product.Node.Operator, weights, Row($"{node.Name}/bias", bias), null));
    }

    /// <summary>A normalization whose bias alone is trained: the factor goes into the constant weights, the offset becomes their bias.</summary>
    private static void FoldTrainedOffset(Node node, Rewriter rewriter)
    {
        if (Product.Only(node.Input(0), rewriter) is not { IsBare: true, IsConstant: true } product || Affine.Row(node.Input(1), node.Shape(0)) is not { } factors)
            return;
        if (factors.Length != product.Channels || product.Scaled(factors) is not { } weights)
            return;
        Value bias = node.Input(2);
        if (product.Bias is { } old)
        {
            double[] shifts = Array.ConvertAll(old.Data!.As<float>().ToArray(), b => (double)b);
            for (int i = 0; i < shifts.Length; i++)
                shifts[i] *= factors[i];
            bias = rewriter.EmitAll($"{node.Name}/bias", new Add(), bias, Row($"{node.Name}/shift", shifts))[0];
        }

        rewriter.Replace(node.Output, product.Emit(rewriter, product.Node.Operator, weights, bias, null));
    }

    private static void FoldBefore(Product product, Node before, Rewriter rewriter)
    {
        if (!product.IsConstant || product.Channels == 0 || Affine.Of(before) is not { } affine || affine.Input.Shape != product.Node.Shape(0))
            return;
        if (affine.Shifts is not null && product.Node.Operator is Conv { Window.IsUnpadded: false })
            return;
        Value? weights = affine.Scales is null ? product.Weights : product.ScaledInputs(affine.Factors(affine.Input.Shape[^1])), bias = product.Bias;
        if (affine.Shifts is not null)
        {
            double[] sums = product.Shifted(affine);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += product.Bias?.Data!.As<float>()[i] ?? 0;
            bias = Row($"{product.Node.Name}/bias", sums);
        }

        Value?[] inputs = [affine.Input, weights, bias, .. product.Residual is { } residual ? (Value?[])[residual] : []];
        if (weights is not null)
            rewriter.ReplaceBy(product.Node, product.Node.Operator, inputs);
    }

    private static Value Row(string name, double[] numbers) =>
        Value.Constant(name, Tensor.Of<float>(new Shape(numbers.Length), Array.ConvertAll(numbers, x => (float)x)));

    /// <summary>The sum of a product without a bias and a row, each constant, trained or computed.</summary>
    private static void TakeBias(Node node, Rewriter rewriter)
    {
        for (int side = 0; side < 2; side++)
        {
            Value row = node.Input(1 - side);
            if (Product.Only(node.Input(side), rewriter) is not { IsBare: true, Bias: null } product || node.Shape(side) != node.Output.Shape)
                continue;
            int channels = product.Channels;
            if (row.Shape.Count != channels || row.Shape.Rank == 0 || row.Shape[^1] != channels)
                continue;
            // Of a single row a sum with another activation looks the same; as a residual it is added last, as where there are more rows.
            if (node.Output.Shape.Count == channels && row.Kind is (ValueKind.Computed or ValueKind.Input))
                continue;
            Value bias = row.Shape.Rank == 1 ? row : rewriter.EmitAll($"{node.Name}/bias", new Reshape(new Shape(channels)), row)[0];
            rewriter.Replace(node.Output, product.Emit(rewriter, product.Node.Operator, product.Weights, bias, null));
            return;
        }
    }
}
