using System;
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
            Slice slice => node.Shape(0) == node.Output.Shape && slice.Steps.Span.IndexOfAnyExcept(1) < 0,
            Split or Concat or Pad or Expand or Tile => node.Outputs.Length == 1 && node.Shape(0) == node.Output.Shape,
            Transpose transpose => Order.IsIdentity(transpose.Order),
            _ => false,
        };
        if (nothing)
            rewriter.Replace(node.Output, node.Input(0));
    }
}
