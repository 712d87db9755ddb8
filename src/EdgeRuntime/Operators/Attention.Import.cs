using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

internal sealed partial record Attention
{
    /// <summary>ONNX Attention 23, 24 and newer, with the soft cap before the mask, as onnx 1.20 made clear for all of them.</summary>
    public static void Import(ImportNode node)
    {
        Value q = node.Input(0), k = node.Input(1), v = node.Input(2);
        bool flat = q.Shape.Rank == 3;
        if (!(flat || q.Shape.Rank == 4) || k.Shape.Rank != q.Shape.Rank || v.Shape.Rank != q.Shape.Rank)
            Throw.Shape($"{node.Path}: q, k and v must all be [batch, tokens, heads x depth] or all [batch, heads, tokens, depth], got {q}, {k} and {v}.");
        int heads = node.Int("q_num_heads", 0), keyHeads = node.Int("kv_num_heads", 0);
        HeadLayout layout = flat ? HeadLayout.TokensFirst : HeadLayout.HeadsFirst, keyLayout = layout, valueLayout = layout;
        if (flat)
        {
            q = Unfold(node, q, heads, "q_num_heads");
            k = Unfold(node, k, keyHeads, "kv_num_heads");
            v = Unfold(node, v, keyHeads, "kv_num_heads");
        }

        (k, int past) = Extend(node, k, 4, 1, ref keyLayout);
        (v, _) = Extend(node, v, 5, 2, ref valueLayout);
        if (node.Has(4) != node.Has(5))
            Throw.Shape($"{node.Path}: past_key and past_value come together, got only past_{(node.Has(4) ? "key" : "value")}.");
        node.Ignore("softmax_precision"); // scores are 32-bit floats whatever it says
        int stage = node.Int("qk_matmul_output_mode", 0);
        if (stage is < 0 or > 3)
            Throw.Format($"{node.Path}: qk_matmul_output_mode {stage} is none of 0 to 3.");
        float depth = q.Shape[3], scale = node.Float("scale", 1 / MathF.Sqrt(depth)), cap = node.Float("softcap", 0);
        if (!(scale >= 0 && float.IsFinite(scale)) || !(cap >= 0 && float.IsFinite(cap)))
            Throw.Format($"{node.Path}: scale {scale} and softcap {cap} must be finite and not negative.");
        Attention op = new(scale, layout, keyLayout, valueLayout, layout) { Softcap = cap, Causal = node.Flag("is_causal", false), Past = past, ScoresAfter = node.Wants(3) ? stage : null };
        int keys = keyLayout.Read(k.Shape)[2], queries = layout.Read(q.Shape)[2];
        Value? mask = node.Has(3) ? Mask(node, node.Input(3), queries, keys) : null;
        Value[] results = node.EmitAll(op, q, k, v, mask, node.Optional(6));
        Value y = flat ? node.Reshape(results[0], new Shape(q.Shape[0], queries, results[0].Shape[2] * results[0].Shape[3])) : results[0];
        node.Return([y, k, v, .. results[1..]]); // k and v as they are where nobody asked for the present ones: no name is bound to them
    }

    private static Value Unfold(ImportNode node, Value x, int heads, string attribute)
    {
        if (heads < 1 || x.Shape[2] % heads != 0)
            Throw.Shape($"{node.Path}: {attribute} {heads} does not divide the {x.Shape[2]} features of {x}.");
        return node.Reshape(x, new Shape(x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads));
    }

    /// <summary>k or v behind those of the past, which have heads before tokens, and how many the past has.</summary>
    private static (Value Whole, int Past) Extend(ImportNode node, Value x, int past, int output, ref HeadLayout layout)
    {
        if (!node.Has(past) && !node.Wants(output))
            return (x, 0);
        if (layout != HeadLayout.HeadsFirst)
            x = node.Transpose(x, 0, 2, 1, 3);
        layout = HeadLayout.HeadsFirst;
        if (node.Optional(past) is not { } before)
            return (x, 0);
        if (node.Has(6))
            Throw.Shape($"{node.Path}: nonpad_kv_seqlen is for caches outside of the model and must not come with past_key and past_value.");
        if (before.Shape.Rank != 4 || before.Shape.With(2, 0) != x.Shape.With(2, 0))
            Throw.Shape($"{node.Path}: the past {before} must be [batch, heads, tokens, depth] as {x} is, of any number of tokens.");
        return (node.Emit(new Concat(2), before, x), before.Shape[2]);
    }

    /// <summary>A mask as floats of four axes; keys behind a short mask are masked.</summary>
    private static Value Mask(ImportNode node, Value mask, int queries, int keys)
    {
        if (mask.Shape.Rank is < 2 or > 4)
            Throw.Shape($"{node.Path}: attn_mask must have 2 to 4 axes that broadcast to [batch, heads, queries, keys], got {mask}.");
        float hidden = float.NegativeInfinity;
        if (mask.Type == ElementType.Bool)
            mask = node.Emit(new Where(), mask, node.Scalar(0), node.Scalar(hidden));
        else if (!mask.Type.IsFloat())
            Throw.Shape($"{node.Path}: attn_mask must hold bools or floats, got {mask}.");
        int rank = mask.Shape.Rank, covered = mask.Shape[^1];
        if (covered == 1 && keys != 1 && node.Opset < 24)
        {
            mask = node.Emit(new Expand(mask.Shape.With(rank - 1, keys)), mask);
        }
        else if (covered < keys)
        {
            Value fill = Cast.Convert(node, node.Scalar(hidden), mask.Type);
            int[] after = new int[rank];
            after[^1] = keys - covered;
            mask = node.Emit(new Pad(PadMode.Constant, new Axes(new int[rank]), new Axes(after)), mask, fill);
        }

        int[] dims = [1, 1, 1, 1];
        mask.Shape.Dims.CopyTo(dims.AsSpan(4 - rank));
        if ((dims[2] != queries && dims[2] != 1) || dims[3] != keys)
            Throw.Shape($"{node.Path}: attn_mask {mask} must have {queries} (or 1) queries and at most {keys} keys as its last axes.");
        return node.Reshape(mask, new Shape(dims));
    }
}
