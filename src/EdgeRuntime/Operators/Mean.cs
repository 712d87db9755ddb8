using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Mean 1, 6, 8, 13 and newer: a chain of <see cref="Add"/> and a division; never a node of the graph.</summary>
internal static class Mean
{
    public static void Import(ImportNode node)
    {
        Value sum = Pairwise.EmitChain(node, new Add());
        Value count = Cast.Convert(node, node.Scalar(node.InputCount), sum.Type);
        node.Return(node.Emit(new Div(), sum, count));
    }
}
