using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>ONNX DepthToSpace: channels become blocks of pixels; a permutation between two <see cref="Reshape"/>s.</summary>
internal static class DepthToSpace
{
    /// <summary>ONNX DepthToSpace 1, 11, 13 and newer; <c>mode</c> DCR (blocks outermost in the channels) or CRD.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int block = node.Int("blocksize", 0);
        string mode = node.String("mode", "DCR");
        if (mode is not ("DCR" or "CRD"))
            node.Refuse($"mode '{mode}' is not supported, only DCR and CRD");
        if (x.Shape.Rank != 4 || block < 1 || x.Shape[1] % ((long)block * block) != 0)
            Throw.Shape($"{node.Path}: {x} cannot be cut into blocks of {block}: expected [N, C, H, W] with C a multiple of the block's area.");
        (int n, int h, int w) = (x.Shape[0], x.Shape[2], x.Shape[3]);
        int c = x.Shape[1] / (block * block);
        Value y = mode == "DCR"
            ? node.Transpose(node.Reshape(x, new Shape(n, block, block, c, h, w)), 0, 3, 4, 1, 5, 2)
            : node.Transpose(node.Reshape(x, new Shape(n, c, block, block, h, w)), 0, 1, 4, 2, 5, 3);
        node.Return(node.Reshape(y, new Shape(n, c, h * block, w * block)));
    }
}
