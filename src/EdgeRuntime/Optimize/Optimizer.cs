using EdgeRuntime.Graphs;

namespace EdgeRuntime.Optimize;

/// <summary>The ordered list of passes that make a graph smaller.</summary>
internal static class Optimizer
{
    public static void Run(Graph graph) => graph.RemoveDead();
}
