using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Groups of channels of each sample normalized by their own statistics: a <see cref="ChannelNormalization"/>.</summary>
internal static class GroupNormalization
{
    /// <summary>ONNX GroupNormalization 18 (scale and bias per group), 21 (per channel) and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int groups = node.Int("num_groups", 0);
        if (x.Shape.Rank < 3 || groups < 1 || x.Shape[1] % groups != 0)
            Throw.Shape($"{node.Path}: the channels of {x} do not fall into {groups} groups.");
        if (node.Int("stash_type", 1) != 1)
            node.Refuse("only stash_type 1 (32-bit floats) is supported");
        int group = x.Shape[1] / groups;
        ChannelNormalization op = new(node.Float("epsilon", 1e-5f), group, AcrossBatch: false);
        node.Return(node.ToChannelsFirst(node.Emit(op, node.ToChannelsLast(x), PerChannel(1), PerChannel(2))));

        Value PerChannel(int input)
        {
            Value parameter = node.Input(input);
            if (node.Opset >= 21)
                return parameter;
            if (parameter.Shape != new Shape(groups))
                Throw.Shape($"{node.Path}: input {input} ({parameter}) must have one element for each of {groups} groups.");
            Value column = node.Reshape(parameter, new Shape(groups, 1));
            return node.Reshape(node.Emit(new Expand(new Shape(groups, group)), column), new Shape(groups * group));
        }
    }
}
