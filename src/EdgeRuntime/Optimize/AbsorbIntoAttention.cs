using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Attention reads and writes any order of batch, heads and tokens, so that transpositions around it vanish; it scales scores, so that a
/// factor of q or k does; and it takes its heads out of one projection's result, so that slices do.
/// </summary>
internal static class AbsorbIntoAttention
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is Attention attention)
            TakeInputs(node, attention, rewriter);
        else if (node.Operator is Transpose transpose)
            TakeOutput(node, transpose, rewriter);
    }

    private static void TakeInputs(Node node, Attention attention, Rewriter rewriter)
    {
        if (attention.PackedKeyHeads > 0)
            return;
        Value?[] inputs = [.. node.Inputs];
        HeadLayout[] layouts = [attention.Queries, attention.Keys, attention.Values];
        double scale = attention.Scale;
        for (int i = 0; i < 3; i++)
        {
            if (Rewriter.Any<Transpose>(inputs[i]) is { } transpose && layouts[i].Before((Transpose)transpose.Operator) is { } layout)
                (inputs[i], layouts[i]) = (transpose.Input(0), layout);
            if (i < 2 && Unscaled(inputs[i]!, rewriter) is var (value, factor))
                (inputs[i], scale) = (value, scale * factor);
        }

        Attention op = attention with { Scale = (float)scale, Queries = layouts[0], Keys = layouts[1], Values = layouts[2] };
        if (Packed(node, op, inputs, rewriter) is { } packed)
        {
            op = op with { PackedKeyHeads = op.Keys.Read(inputs[1]!.Shape)[1] };
            (inputs[0], inputs[1], inputs[2]) = (packed, null, null);
        }

        if (op == attention)
            return;
        Value[] outputs = rewriter.EmitAll(node.Name, op, inputs);
        for (int i = 0; i < outputs.Length; i++)
            rewriter.Replace(node.Outputs[i], outputs[i]);
    }

    /// <summary>What a value is a multiple of, and the factor, also behind moves that nobody else reads.</summary>
    private static (Value Value, double Factor)? Unscaled(Value value, Rewriter rewriter)
    {
        if (FuseAttention.Factor(value, rewriter) is { } found)
            return found;
        Node? move = rewriter.Only<Reshape>(value) ?? rewriter.Only<Transpose>(value);
        if (move is null || Unscaled(move.Input(0), rewriter) is not var (inside, factor))
            return null;
        return (rewriter.EmitAll($"{move.Name}/unscaled", move.Operator, inside)[0], factor);
    }

    /// <summary>The tensor whose innermost elements are the heads of q, then those of k, then those of v, with all of them as its heads.</summary>
    private static Value? Packed(Node node, Attention op, Value?[] inputs, Rewriter rewriter)
    {
        Shape shape = inputs[0]!.Shape;
        bool headsInside = op.Queries == op.Keys && op.Queries == op.Values && op.Queries.Order[1] == 2;
        if (!headsInside || inputs[1]!.Shape != inputs[2]!.Shape || inputs[1]!.Shape.With(2, 0) != shape.With(2, 0))
            return null;
        int heads = shape[2], keyHeads = inputs[1]!.Shape[2], depth = shape[3];
        Part? q = Part.Of(inputs[0]!), k = Part.Of(inputs[1]!), v = Part.Of(inputs[2]!);
        if (q is null || k?.Whole != q.Whole || v?.Whole != q.Whole)
            return null;
        int tokens = shape[0] * shape[1], all = (heads + (2 * keyHeads)) * depth;
        bool behindEachOther = q.Start == 0 && k.Start == heads * depth && v.Start == (heads + keyHeads) * depth;
        if (!behindEachOther || q.Features != all || k.Features != all || v.Features != all || q.Whole.Shape.Count != tokens * all)
            return null;
        return rewriter.EmitAll($"{node.Name}/heads", new Reshape(shape.With(2, heads + (2 * keyHeads))), q.Whole)[0];
    }

    /// <summary>A transposition of the result; also of a stack, [batch and heads, tokens, depth] to [tokens, batch and heads, depth].</summary>
    private static void TakeOutput(Node node, Transpose transpose, Rewriter rewriter)
    {
        Value input = node.Input(0);
        bool isStack = transpose.Order == new Axes(1, 0, 2) && rewriter.Only<Reshape>(input) is { } reshape
            && reshape.Shape(0) is { Rank: 4 } before && before[2] == input.Shape[1] && before[3] == input.Shape[2];
        if (isStack)
            input = input.Producer!.Input(0);
        if (rewriter.Only<Attention>(input) is not { Outputs.Length: 1 } attention)
            return;
        Attention op = (Attention)attention.Operator;
        HeadLayout? layout = isStack ? op.Result == HeadLayout.HeadsFirst ? HeadLayout.TokensOutermost : null : op.Result.After(transpose);
        if (layout is null)
            return;
        Value y = rewriter.EmitAll(attention.Name, op with { Result = layout }, attention.Inputs)[0];
        rewriter.Replace(node.Output, isStack ? rewriter.Emit(node, new Reshape(node.Output.Shape), y) : y);
    }

    /// <summary>A run of the innermost features of a tensor, which a slice or a split took out.</summary>
    /// <param name="Whole">The tensor.</param>
    /// <param name="Start">The first feature.</param>
    /// <param name="Features">How many the tensor has.</param>
    private sealed record Part(Value Whole, int Start, int Features)
    {
        public static Part? Of(Value value)
        {
            while (Rewriter.Any<Reshape>(value) is { } reshape)
                value = reshape.Input(0);
            return value.Producer switch
            {
                { Operator: Split split } node => OfSplit(node, split, System.Array.IndexOf(node.Outputs, value)),
                { Operator: Slice slice } node => OfSlice(node, slice),
                _ => null,
            };
        }

        private static Part OfSplit(Node node, Split split, int output)
        {
            int start = 0;
            for (int i = 0; i < output; i++)
                start += split.Lengths[i];
            return At(node, split.Axis, start);
        }

        private static Part? OfSlice(Node node, Slice slice)
        {
            int axis = -1;
            for (int i = 0; i < slice.Lengths.Count; i++)
            {
                if (slice.Steps[i] != 1 || (axis >= 0 && slice.Lengths[i] != node.Shape(0)[i]))
                    return null;
                if (slice.Lengths[i] != node.Shape(0)[i])
                    axis = i;
            }

            return axis < 0 ? null : At(node, axis, slice.Starts[axis]);
        }

        private static Part At(Node node, int axis, int start)
        {
            Shape whole = node.Shape(0);
            int inner = whole.Product(axis + 1, whole.Rank);
            return new Part(node.Input(0), start * inner, whole[axis] * inner);
        }
    }
}
