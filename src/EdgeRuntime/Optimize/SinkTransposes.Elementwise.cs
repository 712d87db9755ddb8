using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

internal static partial class SinkTransposes
{
    /// <summary>Elementwise operators work in any order of axes, as long as all operands come in the same one.</summary>
    private static void ThroughElementwise(Node node, Rewriter rewriter)
    {
        Shape shape = node.Output.Shape;
        if (CommonOrder(node, shape) is not { } order)
            return;
        Value?[] sources = new Value?[node.Inputs.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            if (node.Inputs[i] is not { } input)
                continue;
            if (!CanUndo(input, order))
                return;
        }

        for (int i = 0; i < sources.Length; i++)
            sources[i] = node.Inputs[i] is { } input ? Undone(node, input, order, rewriter) : null;
        Sink(node, node.Operator, order, rewriter, sources);
    }

    /// <summary>The order of the first transposed operand that has the output's shape: sinking must not make a transpose larger.</summary>
    private static Axes? CommonOrder(Node node, Shape shape)
    {
        foreach (Value? input in node.Inputs)
        {
            if (Source(input, out Axes order) is not null && input!.Shape == shape)
                return order;
        }

        return null;
    }

    /// <summary>Whether an operand can be had as it is before the transpose without moving elements in the run.</summary>
    private static bool CanUndo(Value value, Axes order)
    {
        if (value.IsConstant || value.Shape.Count == 1)
            return true;
        if (Source(value, out Axes own) is not null)
            return own == order;
        Shape shape = Widen(value.Shape, order.Count);
        return new Transpose(Order.Inverse(order)).MovesNothing(shape);
    }

    private static Value Undone(Node node, Value value, Axes order, Rewriter rewriter)
    {
        if (value.Shape.Count == 1)
            return value;
        Shape shape = Widen(value.Shape, order.Count);
        if (shape != value.Shape)
            value = rewriter.EmitAll($"{value.Name}/reshape", new Reshape(shape), value)[0];
        return Transposed(node, value, Order.Inverse(order), rewriter);
    }

    /// <summary>The shape with as many leading axes of length 1 as broadcasting would add.</summary>
    private static Shape Widen(Shape shape, int rank)
    {
        while (shape.Rank < rank)
            shape = shape.Insert(0, 1);
        return shape;
    }
}
