namespace EdgeRuntime.Operators;

/// <summary>ONNX Sum 1, 6, 8, 13 and newer: a chain of <see cref="Add"/>; never a node of the graph.</summary>
internal static class Sum
{
    public static void Import(ImportNode node) => node.Return(Pairwise.EmitChain(node, new Add()));
}
