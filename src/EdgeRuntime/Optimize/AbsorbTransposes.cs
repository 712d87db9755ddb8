using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Matrix products that read an operand with rows and columns swapped read it as it is, with the flag for that; where more axes were
/// moved, what is left of the transpose then moves whole rows.
/// </summary>
internal static class AbsorbTransposes
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not (Gemm or MatMul) || Rewriter.Any<Transpose>(node.Input(1)) is not { } transpose)
            return;
        Axes order = ((Transpose)transpose.Operator).Order;
        int rank = order.Count;
        if (rank < 2 || order[rank - 1] == rank - 1)
            return;
        int[] swap = new int[rank];
        for (int i = 0; i < rank; i++)
            swap[i] = i < rank - 2 ? i : (2 * rank) - 3 - i;
        Axes rest = Order.Then(order, new Axes(swap));
        if (rest[rank - 1] != rank - 1)
            return;
        Value b = transpose.Input(0);
        if (!Order.IsIdentity(rest))
            b = rewriter.EmitAll($"{node.Name}/transpose", new Transpose(rest), b)[0];
        Operator op = node.Operator is MatMul product ? product with { TransB = !product.TransB } : FlippedGemm((Gemm)node.Operator);
        Value?[] inputs = [.. node.Inputs];
        inputs[1] = b;
        rewriter.ReplaceBy(node, op, inputs);
    }

    private static Gemm FlippedGemm(Gemm gemm) => gemm with { TransB = !gemm.TransB };
}
