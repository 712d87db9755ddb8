using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// A transpose whose flattened result meets constant weights: the rows of the weights are put in the other order instead. The sums run
/// in another order, so results differ by rounding.
/// </summary>
internal static class PermuteFlattenedWeights
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Gemm gemm || !node.Input(1).IsConstant || rewriter.Only<Reshape>(node.Input(0)) is not { } reshape
            || rewriter.Only<Transpose>(reshape.Input(0)) is not { } transpose)
            return;
        Axes order = ((Transpose)transpose.Operator).Order;
        int outer = OuterAxes(order, reshape.Shape(0), node.Shape(0)[0]);
        if (outer < 0)
            return;
        Value rows = rewriter.EmitAll($"{node.Name}/flat", new Reshape(node.Shape(0)), transpose.Input(0))[0];
        Value weights = Permuted(node, gemm.TransB, reshape.Shape(0), order, outer, rewriter);
        Value?[] inputs = [rows, weights, .. node.Inputs.AsSpan(2)];
        rewriter.ReplaceBy(node, gemm, inputs);
    }

    /// <summary>How many outer axes hold the rows of the matrix and stay where they are; -1 where rows and columns mix.</summary>
    private static int OuterAxes(Axes order, Shape shape, int rows)
    {
        for (int outer = 0; outer <= shape.Rank; outer++)
        {
            if (outer > 0 && order[outer - 1] != outer - 1)
                return -1;
            if (shape.Product(0, outer) == rows && shape.Count > 0)
                return outer;
        }

        return -1;
    }

    private static Value Permuted(Node node, bool transB, Shape flattened, Axes order, int outer, Rewriter rewriter)
    {
        Shape shape = node.Shape(1);
        Axes inverse = Order.Inverse(order);
        int inner = inverse.Count - outer, first = transB ? 1 : 0; // the axis of N stands before [N, K] or behind [K, N]
        int[] dims = new int[inner + 1], permutation = new int[inner + 1];
        (dims[transB ? 0 : inner], permutation[transB ? 0 : inner]) = (shape[transB ? 0 : 1], transB ? 0 : inner);
        for (int i = 0; i < inner; i++)
            (dims[first + i], permutation[first + i]) = (flattened[outer + i], inverse[outer + i] - outer + first);
        string name = node.Input(1).Name;
        Value spread = rewriter.EmitAll(name, new Reshape(new Shape(dims)), node.Input(1))[0];
        Value moved = rewriter.EmitAll(name, new Transpose(new Axes(permutation)), spread)[0];
        return rewriter.EmitAll(name, new Reshape(shape), moved)[0];
    }
}
