using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Takes out nodes that give their input back bit for bit: reshapes to the same shape, casts to the same type, transposes that swap
/// nothing.
/// </summary>
internal static class RemoveNothings
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        bool nothing = node.Operator switch
        {
            Reshape => node.Shape(0) == node.Output.Shape,
            Cast => node.Type(0) == node.Output.Type,
            Transpose transpose => Order.IsIdentity(transpose.Order),
            _ => false,
        };
        if (nothing)
            rewriter.Replace(node.Output, node.Input(0));
    }
}
