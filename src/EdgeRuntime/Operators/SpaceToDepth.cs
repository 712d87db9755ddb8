using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>ONNX SpaceToDepth: blocks of pixels become channels; a permutation between two <see cref="Reshape"/>s.</summary>
internal static class SpaceToDepth
{
    /// <summary>ONNX SpaceToDepth 1, 13 and newer; the block's place is outermost in the channels.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int block = node.Int("blocksize", 0);
        if (x.Shape.Rank != 4 || block < 1 || x.Shape[2] % block != 0 || x.Shape[3] % block != 0)
            Throw.Shape($"{node.Path}: {x} cannot be cut into blocks of {block}: expected [N, C, H, W] with H and W multiples of it.");
        (int n, int c, int h, int w) = (x.Shape[0], x.Shape[1], x.Shape[2] / block, x.Shape[3] / block);
        Value blocks = node.Transpose(node.Reshape(x, new Shape(n, c, h, block, w, block)), 0, 3, 5, 1, 2, 4);
        node.Return(node.Reshape(blocks, new Shape(n, c * block * block, h, w)));
    }
}
