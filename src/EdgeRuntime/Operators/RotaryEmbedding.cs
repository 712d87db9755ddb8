using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Pairs of features turned by angles of their position (Su et al., 2021): <c>(a cos - b sin, a sin + b cos)</c>, made of basic operators.
/// </summary>
internal static class RotaryEmbedding
{
    /// <summary>ONNX RotaryEmbedding 23 and newer: of [batch, heads, tokens, depth] or [batch, tokens, heads x depth].</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        Shape shape = x.Shape;
        int heads = node.Int("num_heads", 0);
        bool flat = shape.Rank == 3, interleaved = node.Flag("interleaved", false);
        if (!(flat || shape.Rank == 4) || (flat && (heads < 1 || shape[2] % heads != 0)))
            Throw.Shape($"{node.Path}: [batch, heads, tokens, depth] is needed, or [batch, tokens, features] with num_heads that divides the features; got {x} and {heads}.");
        if (flat)
            x = node.Reshape(x, new Shape(shape[0], shape[1], heads, shape[2] / heads));
        int depth = x.Shape[3], turned = node.Int("rotary_embedding_dim", 0) is > 0 and int some ? some : depth;
        if (turned > depth || turned % 2 != 0)
            Throw.Shape($"{node.Path}: {turned} of {depth} features cannot be turned in pairs.");
        int tokensAxis = flat ? 1 : 2;
        Value cos = Angles(node, 1, x.Shape, tokensAxis, turned / 2), sin = Angles(node, 2, x.Shape, tokensAxis, turned / 2);
        Value whole = turned == depth ? x : node.Emit(Slice.Of(x.Shape, 3, 0, turned), x);
        (Value a, Value b) = Pairs(node, whole, interleaved);
        Value real = node.Emit(new Sub(), node.Emit(new Mul(), a, cos), node.Emit(new Mul(), b, sin));
        Value imaginary = node.Emit(new Add(), node.Emit(new Mul(), a, sin), node.Emit(new Mul(), b, cos));
        Value y = Join(node, real, imaginary, interleaved);
        if (turned < depth)
            y = node.Emit(new Concat(3), y, node.Emit(Slice.Of(x.Shape, 3, turned, depth - turned), x));
        node.Return(node.Reshape(y, shape));
    }

    /// <summary>Cosines or sines of each token, with an axis of length 1 for the heads.</summary>
    private static Value Angles(ImportNode node, int input, Shape x, int tokensAxis, int pairs)
    {
        Value cache = node.Input(input);
        if (node.Optional(3) is { } positions)
            cache = node.Emit(new Gather(0), cache, positions);
        Shape expected = new(x[0], x[tokensAxis], pairs);
        if (cache.Shape != expected)
            Throw.Shape($"{node.Path}: angles of {(node.Has(3) ? "[positions, pairs], taken by position_ids [batch, tokens]" : "[batch, tokens, pairs]")} must be {expected}, got {cache}.");
        return node.Reshape(cache, expected.Insert(tokensAxis == 1 ? 2 : 1, 1));
    }

    private static (Value A, Value B) Pairs(ImportNode node, Value x, bool interleaved)
    {
        int half = x.Shape[3] / 2;
        if (!interleaved)
            return (node.Emit(Slice.Of(x.Shape, 3, 0, half), x), node.Emit(Slice.Of(x.Shape, 3, half, half), x));
        Shape each = x.Shape.With(3, half);
        Value pairs = node.Reshape(x, each.Insert(4, 2));
        return (node.Reshape(node.Emit(Slice.Of(pairs.Shape, 4, 0, 1), pairs), each), node.Reshape(node.Emit(Slice.Of(pairs.Shape, 4, 1, 1), pairs), each));
    }

    private static Value Join(ImportNode node, Value a, Value b, bool interleaved)
    {
        if (!interleaved)
            return node.Emit(new Concat(3), a, b);
        Shape column = a.Shape.Insert(4, 1);
        Value pairs = node.Emit(new Concat(4), node.Reshape(a, column), node.Reshape(b, column));
        return node.Reshape(pairs, a.Shape.With(3, 2 * a.Shape[3]));
    }
}
