using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Each channel of each sample normalized by its own statistics: a <see cref="ChannelNormalization"/> of single channels.</summary>
internal static class InstanceNormalization
{
    /// <summary>ONNX InstanceNormalization 1, 6, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        if (x.Shape.Rank < 3)
            Throw.Shape($"{node.Path}: {x} has no spatial axes.");
        node.Ignore("consumed_inputs");
        ChannelNormalization op = new(node.Float("epsilon", 1e-5f), 1, AcrossBatch: false);
        node.Return(node.ToChannelsFirst(node.Emit(op, node.ToChannelsLast(x), node.Input(1), node.Input(2))));
    }
}
