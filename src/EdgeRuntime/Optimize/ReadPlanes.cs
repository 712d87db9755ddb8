using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// A convolution reads an image of few channels as it comes, [N, C, H, W], instead of having it transposed first. Bit-identical: the taps
/// keep their order. Measured on AVX2, 96x96x3 to 48x48x8: 42 us for both steps before, 22 us after.
/// </summary>
internal static class ReadPlanes
{
    /// <summary>Beyond these a pixel's channels are a run worth reading as one.</summary>
    private const int MostChannels = 4;

    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is not Conv { Planar: false, Groups: 1 } conv || conv.Window.Taps == 1 || rewriter.Only<Transpose>(node.Input(0)) is not { } transpose)
            return;
        Value planes = transpose.Input(0);
        if (((Transpose)transpose.Operator).Order != Conv.ToChannelsLast(planes.Shape.Rank).Order || planes.Shape[1] is < 2 or > MostChannels)
            return;
        rewriter.ReplaceBy(node, conv with { Planar = true }, [planes, .. node.Inputs[1..]]);
    }
}
