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
/// <param name="Queries">How q lies.</param>
/// <param name="Keys">How k lies.</param>
/// <param name="Values">How v lies.</param>
/// <param name="Result">How y lies.</param>
internal sealed partial record Attention(float Scale, HeadLayout Queries, HeadLayout Keys, HeadLayout Values, HeadLayout Result) : Operator
{
    /// <summary>Heads of k where input 0 holds the heads of q, k and v behind each other, and inputs 1 and 2 are left out; else 0.</summary>
    public int PackedKeyHeads { get; init; }

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
        (Shape q, Shape k, Shape v) = (node.Shape(0), Source(node, 1).Shape, Source(node, 2).Shape);
        if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4)
            node.Fail($"q, k and v of [batch, heads, tokens, depth] are needed, got {q}, {k} and {v}.");
        (q, k, v) = Logical(node);
        (int heads, int queries, int keyHeads, int keys) = (q[1], q[2], k[1], k[2]);
        if (v[1] != keyHeads || v[2] != keys || k[0] != q[0] || v[0] != q[0] || k[3] != q[3])
            node.Fail($"q {q}, k {k} and v {v} ([batch, heads, tokens, depth]) do not belong together: batch and depth of q and k, and heads and tokens of k and v must be the same.");
        if (keyHeads == 0 || heads % keyHeads != 0)
            node.Fail($"{heads} heads of q cannot be shared among {keyHeads} heads of k and v: one must be a multiple of the other.");
        Shape scores = new(q[0], heads, queries, keys);
        if (node.Has(3) && (node.Shape(3).Rank != 4 || node.Shape(3)[3] != keys || Shape.Broadcast(node.Shape(3), scores) != scores))
            node.Fail($"a mask that broadcasts to [batch, heads, queries, keys] = {scores} is needed, got {node.Input(3)}.");
        if (node.Has(4) && (node.Shape(4) != new Shape(q[0]) || node.Type(4).IsFloat()))
            node.Fail($"a length for each of {q[0]} batches is needed, got {node.Input(4)}.");
        node.AddOutput(ElementType.Float32, Result.Write(new Shape(q[0], heads, queries, v[3])));
        if (ScoresAfter is not null)
            node.AddOutput(ElementType.Float32, scores);
    }

    public override long Macs(Node node)
    {
        (Shape q, Shape k, Shape v) = Logical(node);
        return (long)q[0] * q[1] * q[2] * k[2] * (q[3] + v[3]);
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
        bool needsMask = gradient.Needs(node.Optional(3));
        bool needed = needsMask || gradient.Needs(node.Input(0)) || gradient.Needs(node.Optional(1)) || gradient.Needs(node.Optional(2));
        if (!needed || gradient.Of(node.Output) is not { } dy)
            return;
        AttentionGradient op = new(this with { ScoresAfter = null }, needsMask);
        Value[] gradients = gradient.EmitAll(op, node.Input(0), node.Optional(1), node.Optional(2), node.Optional(3), node.Optional(4), dy);
        for (int i = 0; i < 3; i++)
        {
            if (node.Optional(i) is { } input && gradient.Needs(input))
                gradient.Add(input, gradients[i]);
        }

        if (needsMask)
            gradient.Add(node.Input(3), Reduce.ToShape(gradient, gradients[^1], node.Shape(3)));
    }

    /// <summary>Sizes and strides, without pointers.</summary>
    internal AttentionArgs Bind(Node node)
    {
        (Shape q, Shape k, Shape v) = Logical(node);
        return new AttentionArgs
        {
            QWalk = Queries.Walk(node.Shape(0)),
            KWalk = Keys.Walk(Source(node, 1).Shape),
            VWalk = Values.Walk(Source(node, 2).Shape),
            YWalk = Result.Walk(node.Output.Shape),
            MaskWalk = node.Optional(3) is { } mask ? MaskWalk(mask.Shape) : default,
            Batch = q[0],
            Heads = q[1],
            KeyHeads = k[1],
            Queries = q[2],
            Keys = k[2],
            Depth = q[3],
            ValueDepth = v[3],
            Scale = Scale,
            Softcap = Softcap,
            Causal = Causal,
            Past = Past,
            Stage = ScoresAfter ?? 0,
        };
    }

    internal unsafe void BindInputs(Node node, StepBuilder steps, ref AttentionArgs args)
    {
        args.Q = steps.Floats(node.Input(0));
        args.K = steps.Floats(Source(node, 1)) + KeyOffset(args);
        args.V = steps.Floats(Source(node, 2)) + ValueOffset(args);
        args.Mask = steps.OptionalFloats(node.Optional(3));
        if (node.Optional(4) is not { } lengths)
            return;
        args.Lengths = steps.Bytes(lengths);
        args.WideLengths = lengths.Type == ElementType.Int64;
    }

    /// <summary>Where the first head of k is in its tensor, in floats.</summary>
    internal nint KeyOffset(in AttentionArgs args) => PackedKeyHeads > 0 ? args.Heads * args.KWalk.Head : 0;

    /// <summary>Where the first head of v is in its tensor, in floats.</summary>
    internal nint ValueOffset(in AttentionArgs args) => PackedKeyHeads > 0 ? (args.Heads + args.KeyHeads) * args.VWalk.Head : 0;

    /// <summary>What holds q, k or v.</summary>
    private Value Source(Node node, int index) => node.Input(PackedKeyHeads > 0 ? 0 : index);

    /// <summary>q, k and v as [batch, heads, tokens, depth].</summary>
    private (Shape Q, Shape K, Shape V) Logical(Node node)
    {
        Shape q = Queries.Read(node.Shape(0)), k = Keys.Read(Source(node, 1).Shape), v = Values.Read(Source(node, 2).Shape);
        if (PackedKeyHeads == 0)
            return (q, k, v);
        int heads = q[1] - (2 * PackedKeyHeads);
        if (Keys != Queries || Values != Queries || heads < 1)
            node.Fail($"more than {2 * PackedKeyHeads} heads in one layout are needed, got {node.Input(0)}.");
        return (q.With(1, heads), k.With(1, PackedKeyHeads), v.With(1, PackedKeyHeads));
    }

    private static TokenWalk MaskWalk(Shape shape)
    {
        int[] strides = shape.Strides();
        return new TokenWalk(shape[0] == 1 ? 0 : strides[0], shape[1] == 1 ? 0 : strides[1], shape[2] == 1 ? 0 : strides[2]);
    }
}
