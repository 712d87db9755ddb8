using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A function of two elements of one type, with numpy's broadcasting.</summary>
internal abstract record Pairwise : Operator
{
    public override bool IsElementwise => true;

    public override void Infer(Node node)
    {
        if (node.Type(0) != node.Type(1))
            node.Fail($"{node.Input(0)} and {node.Input(1)} have different element types: cast one of them.");
        node.AddOutput(OutputType(node.Type(0)), Broadcast.Infer(node));
    }

    public override Sharing Shares(Node node, int output)
    {
        if (node.Output.Type != node.Type(0))
            return Sharing.None;
        if (node.Shape(0) == node.Output.Shape)
            return Sharing.InPlace(0);
        return node.Shape(1) == node.Output.Shape ? Sharing.InPlace(1) : Sharing.None;
    }

    protected virtual ElementType OutputType(ElementType input) => input;

    /// <summary>The operator on the two inputs of an ONNX node; before opset 7 the second one may be aligned to an axis of the first.</summary>
    public static Value Emit(ImportNode node, Operator op)
    {
        (Value a, Value b) = Broadcast.Operands(node);
        return node.Emit(op, a, b);
    }

    /// <summary>The operator between the first two inputs, then between that and the third, and so on.</summary>
    public static Value EmitChain(ImportNode node, Operator op)
    {
        Value result = node.Input(0);
        for (int i = 1; i < node.InputCount; i++)
            result = node.Emit(op, result, node.Input(i));
        return result;
    }
}
