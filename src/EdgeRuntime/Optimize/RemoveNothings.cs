using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Takes out nodes that give their input back: reshapes to the same shape, casts to the same type, transposes that swap nothing,
/// factors of 1, sums with 0. Bit-identical, save that a sum with 0 leaves -0 as it is, which the addition would make 0.
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
        else if (node.Operator is Mul or Div or Add or Sub or Pow && Unchanged(node) is { } same)
            rewriter.Replace(node.Output, same);
    }

    /// <summary>The operand that an arithmetic node gives back, or null.</summary>
    private static Value? Unchanged(Node node)
    {
        float neutral = node.Operator is Add or Sub ? 0 : 1;
        bool commutes = node.Operator is Add or Mul;
        for (int side = 0; side < (commutes ? 2 : 1); side++)
        {
            Value x = node.Input(side), other = node.Input(1 - side);
            bool all = other is { IsConstant: true, Type: ElementType.Float32 } && other.Data!.As<float>().IndexOfAnyExcept(neutral) < 0;
            if (all && x.Shape == node.Output.Shape)
                return x;
        }

        return null;
    }
}
