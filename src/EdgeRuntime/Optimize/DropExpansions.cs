using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>An elementwise operator reads what a model expands for it as it is, where broadcasting gives the same shape. Bit-identical.</summary>
internal static class DropExpansions
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (!node.Operator.IsElementwise || node.Inputs.Length < 2)
            return;
        Value?[] inputs = [.. node.Inputs];
        bool any = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Rewriter.Any<Expand>(inputs[i]) is not { } expansion)
                continue;
            (Value? old, inputs[i]) = (inputs[i], expansion.Input(0));
            if (Broadcast(inputs) == node.Output.Shape)
                any = true;
            else
                inputs[i] = old;
        }

        if (any)
            rewriter.ReplaceBy(node, node.Operator, inputs);
    }

    private static Shape Broadcast(Value?[] inputs)
    {
        Shape shape = default;
        foreach (Value? input in inputs)
        {
            if (input is not null)
                shape = Shape.Broadcast(shape, input.Shape)!.Value;
        }

        return shape;
    }
}
