using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The triangle of matrices [..., H, W] on one side of a diagonal, zeros on the other: a <see cref="Where"/> of a constant mask.</summary>
internal static class Trilu
{
    /// <summary>ONNX Trilu 14 and newer; the diagonal k is a constant.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        if (x.Shape.Rank < 2)
            Throw.Shape($"{node.Path}: matrices are needed, got {x}.");
        bool upper = node.Flag("upper", true);
        int[] diagonals = node.OptionalConstantInts(1) ?? [0];
        if (diagonals.Length != 1)
            Throw.Shape($"{node.Path}: k holds {diagonals.Length} numbers, expected one.");
        int h = x.Shape[^2], w = x.Shape[^1];
        if (!node.MayFold((long)h * w))
            node.Refuse($"its mask of {h} x {w} is out of proportion to the file");
        Tensor mask = new(ElementType.Bool, new Shape(h, w));
        for (int i = 0; i < h; i++)
        {
            for (int j = 0; j < w; j++)
                mask.As<bool>()[(i * w) + j] = upper ? (long)j - i >= diagonals[0] : (long)j - i <= diagonals[0];
        }

        node.Return(node.Emit(new Where(), node.Constant(mask), x, node.Constant(new Tensor(x.Type, default))));
    }
}
