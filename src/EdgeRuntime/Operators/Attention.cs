using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>y = softmax(q k^T scale + mask) v</c> for each head (Vaswani et al., 2017). Inputs q, k, v, then the mask (floats that broadcast to
/// [batch, heads, queries, keys]) and the number of keys of each batch (integers), both of which may be left out. k and v may have fewer
/// heads, each of which serves as many heads of q. A query that sees no key gives zeros.
/// </summary>
/// <param name="Scale">Factor of the scores.</param>
/// <param name="TokensFirst">Which tensors have tokens before heads.</param>
internal sealed partial record Attention(float Scale, HeadLayout TokensFirst) : Operator
{
    /// <summary>The bound of the scores, by <c>cap tanh(s / cap)</c>; 0 for none.</summary>
    public float Softcap { get; init; }

    /// <summary>Whether query i sees the keys up to i + <see cref="Past"/> alone; with lengths, the last query is that of the last key.</summary>
    public bool Causal { get; init; }

    /// <summary>Keys that come before the first query's own.</summary>
    public int Past { get; init; }

    /// <summary>After what the scores go out as output 1: 0 the product, 1 the soft cap, 2 the mask, 3 softmax; null where they do not.</summary>
    public int? ScoresAfter { get; init; }

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        Shape q = node.Shape(0), k = node.Shape(1), v = node.Shape(2);
        if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4)
            node.Fail($"q, k and v of [batch, heads, tokens, depth] are needed, got {q}, {k} and {v}.");
        (int heads, int queries) = Split(q, HeadLayout.Query);
        (int keyHeads, int keys) = Split(k, HeadLayout.Key);
        if (Split(v, HeadLayout.Value) != (keyHeads, keys) || k[0] != q[0] || v[0] != q[0] || k[3] != q[3])
            node.Fail($"q {q}, k {k} and v {v} do not belong together: batch and depth of q and k, and heads and tokens of k and v must be the same.");
        if (keyHeads == 0 || heads % keyHeads != 0)
            node.Fail($"{heads} heads of q cannot be shared among {keyHeads} heads of k and v: one must be a multiple of the other.");
        Shape scores = new(q[0], heads, queries, keys);
        if (node.Has(3) && (node.Shape(3).Rank != 4 || node.Shape(3)[3] != keys || Shape.Broadcast(node.Shape(3), scores) != scores))
            node.Fail($"a mask that broadcasts to [batch, heads, queries, keys] = {scores} is needed, got {node.Input(3)}.");
        if (node.Has(4) && (node.Shape(4) != new Shape(q[0]) || node.Type(4).IsFloat()))
            node.Fail($"a length for each of {q[0]} batches is needed, got {node.Input(4)}.");
        node.AddOutput(ElementType.Float32, TokensFirst.HasFlag(HeadLayout.Output) ? new Shape(q[0], queries, heads, v[3]) : new Shape(q[0], heads, queries, v[3]));
        if (ScoresAfter is not null)
            node.AddOutput(ElementType.Float32, scores);
    }

    public override long Macs(Node node)
    {
        Shape q = node.Shape(0);
        (int heads, int queries) = Split(q, HeadLayout.Query);
        return (long)q[0] * heads * queries * Split(node.Shape(1), HeadLayout.Key).Tokens * (q[3] + node.Shape(2)[3]);
    }

    public override void Reserve(Node node, Reservation memory) => memory.WorkerScratch(AttentionScratch.Bytes(Bind(node), gradient: false));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Output.Shape.Count == 0)
            return;
        AttentionArgs args = Bind(node);
        BindInputs(node, steps, ref args);
        args.Y = steps.Floats(node.Output);
        if (ScoresAfter is not null)
            args.Scores = steps.Floats(node.Outputs[1]);
        steps.Add(new AttentionMaker(args, gradient: false, Macs(node), steps));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (ScoresAfter is not null && gradient.Of(node.Outputs[1]) is not null)
            Throw.Unsupported($"{node.Path}: what a loss says about the scores (output 'qk_matmul_output') has no gradient: leave that output out of the loss.");
        if (gradient.Of(node.Output) is not { } dy)
            return;
        bool needsMask = gradient.Needs(node.Optional(3));
        if (!needsMask && !gradient.Needs(node.Input(0)) && !gradient.Needs(node.Input(1)) && !gradient.Needs(node.Input(2)))
            return;
        Value[] gradients = gradient.EmitAll(
            new AttentionGradient(this with { ScoresAfter = null }, needsMask), node.Input(0), node.Input(1), node.Input(2), node.Optional(3), node.Optional(4), dy);
        for (int i = 0; i < 3; i++)
        {
            if (gradient.Needs(node.Input(i)))
                gradient.Add(node.Input(i), gradients[i]);
        }

        if (needsMask)
            gradient.Add(node.Input(3), Reduce.ToShape(gradient, gradients[3], node.Shape(3)));
    }

    /// <summary>Sizes and strides, without pointers.</summary>
    internal AttentionArgs Bind(Node node)
    {
        Shape q = node.Shape(0), k = node.Shape(1), v = node.Shape(2);
        (int heads, int queries) = Split(q, HeadLayout.Query);
        (int keyHeads, int keys) = Split(k, HeadLayout.Key);
        return new AttentionArgs
        {
            QWalk = Walk(q, HeadLayout.Query),
            KWalk = Walk(k, HeadLayout.Key),
            VWalk = Walk(v, HeadLayout.Value),
            YWalk = Walk(node.Output.Shape, HeadLayout.Output),
            MaskWalk = node.Optional(3) is { } mask ? MaskWalk(mask.Shape) : default,
            Batch = q[0],
            Heads = heads,
            KeyHeads = keyHeads,
            Queries = queries,
            Keys = keys,
            Depth = q[3],
            ValueDepth = v[3],
            Scale = Scale,
            Softcap = Softcap,
            Causal = Causal,
            Past = Past,
            Stage = ScoresAfter ?? 0,
        };
    }

    internal static unsafe void BindInputs(Node node, StepBuilder steps, ref AttentionArgs args)
    {
        args.Q = steps.Floats(node.Input(0));
        args.K = steps.Floats(node.Input(1));
        args.V = steps.Floats(node.Input(2));
        args.Mask = steps.OptionalFloats(node.Optional(3));
        if (node.Optional(4) is not { } lengths)
            return;
        args.Lengths = steps.Bytes(lengths);
        args.WideLengths = lengths.Type == ElementType.Int64;
    }

    internal TokenWalk Walk(Shape shape, HeadLayout which)
    {
        int[] strides = shape.Strides();
        return TokensFirst.HasFlag(which) ? new TokenWalk(strides[0], strides[2], strides[1]) : new TokenWalk(strides[0], strides[1], strides[2]);
    }

    private static TokenWalk MaskWalk(Shape shape)
    {
        int[] strides = shape.Strides();
        return new TokenWalk(shape[0] == 1 ? 0 : strides[0], shape[1] == 1 ? 0 : strides[1], shape[2] == 1 ? 0 : strides[2]);
    }

    private (int Heads, int Tokens) Split(Shape shape, HeadLayout which) => TokensFirst.HasFlag(which) ? (shape[2], shape[1]) : (shape[1], shape[2]);
}
