using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Identity: the input itself; never a node of the graph.</summary>
internal static class Identity
{
    public static void Import(ImportNode node) => node.Return(node.Input(0));
}
