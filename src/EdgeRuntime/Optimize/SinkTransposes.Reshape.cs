using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

internal static partial class SinkTransposes
{
    /// <summary>
    /// A reshape that splits or joins only axes that also lie side by side before the transpose can be done before it. Adding and
    /// removing axes of length 1 is the simplest such case, [N, C, H, W] to [N, C, H * W] of an [N, H, W, C] source another.
    /// </summary>
    private static void ThroughReshape(Node node, Rewriter rewriter)
    {
        if (Source(node.Input(0), out Axes order) is not { } source || node.Output.Shape.Count == 0)
            return;
        List<Block> blocks = Blocks(node.Shape(0), node.Output.Shape);
        if (!Place(blocks, source.Shape, order))
            return;

        // The blocks as they lie in the source, and where each axis of the output is found in them.
        Block[] placed = [.. blocks];
        Array.Sort(placed);
        List<int> dims = [];
        int[] found = new int[node.Output.Shape.Rank];
        foreach (Block block in placed)
        {
            for (int axis = block.To; axis < block.ToEnd; axis++)
            {
                found[axis] = dims.Count;
                dims.Add(node.Output.Shape[axis]);
            }
        }

        Sink(node, new Reshape(new Shape([.. dims])), new Axes(found), rewriter, source);
    }

    /// <summary>
    /// A guess for a reshape that joins axes from all over (a shuffle of channels, blocks that become pixels): its image is made with the
    /// channels last, and a transpose behind it may then sink and meet one that undoes it.
    /// </summary>
    private static void PutChannelsLast(Node node, Rewriter rewriter)
    {
        int rank = node.Output.Shape.Rank;
        if (node.Operator is not Reshape || rank is < 3 or > 5 || Source(node.Input(0), out _) is null)
            return;
        Axes first = Order.ChannelsFirst(rank);
        if (Turned(node, node, Order.Inverse(first), rewriter) is { } image)
            rewriter.Replace(node.Output, rewriter.EmitAll($"{node.Name}/transpose", new Transpose(first), image)[0]);
    }

    /// <summary>
    /// The output of a reshape in another order of axes, by turning its transposed input instead; null where the order parts axes that
    /// the reshape joins or splits together.
    /// </summary>
    private static Value? Turned(Node origin, Node reshape, Axes order, Rewriter rewriter)
    {
        if (reshape.Output.Shape.Count == 0)
            return null;
        List<Block> blocks = Blocks(reshape.Shape(0), reshape.Output.Shape);
        List<int> before = [];
        for (int i = 0; i < order.Count;)
        {
            Block? block = blocks.Find(b => b.To < b.ToEnd && b.To == order[i]);
            if (block is null)
                return null;
            for (int axis = block.To; axis < block.ToEnd; axis++, i++)
            {
                if (i == order.Count || order[i] != axis)
                    return null;
            }

            for (int axis = block.From; axis < block.FromEnd; axis++)
                before.Add(axis);
        }

        if (before.Count != reshape.Shape(0).Rank)
            return null;
        Value source = Transposed(origin, reshape.Input(0), new Axes([.. before]), rewriter);
        return rewriter.EmitAll($"{origin.Name}/reshape", new Reshape(reshape.Output.Shape.Permute(order.Span)), source)[0];
    }

    /// <summary>Cuts two shapes into the shortest runs of axes that hold as many elements on both sides.</summary>
    private static List<Block> Blocks(Shape from, Shape to)
    {
        List<Block> blocks = [];
        int i = 0, j = 0;
        while (i < from.Rank || j < to.Rank)
        {
            (int firstFrom, int firstTo) = (i, j);
            long left = i < from.Rank ? from[i++] : 1, right = j < to.Rank ? to[j++] : 1;
            while (left != right)
            {
                if (left < right)
                    left *= from[i++];
                else
                    right *= to[j++];
            }

            blocks.Add(new Block(blocks.Count, firstFrom, i, firstTo, j));
        }

        return blocks;
    }

    /// <summary>Finds where each block lies in the source; false where its axes are scattered there. Axes of length 1 lie anywhere.</summary>
    private static bool Place(List<Block> blocks, Shape source, Axes order)
    {
        int place = -1; // of the block before, for blocks that have no place of their own
        foreach (Block block in blocks)
        {
            int last = -1;
            for (int i = block.From; i < block.FromEnd; i++)
            {
                int axis = order[i];
                if (source[axis] == 1)
                    continue;
                if (last < 0)
                    place = axis;
                else if (axis < last || source.Product(last + 1, axis) != 1)
                    return false;
                last = axis;
            }

            block.Place = place;
        }

        return true;
    }

    /// <summary>Axes [From, FromEnd) of a reshape's input that hold the same elements as axes [To, ToEnd) of its output.</summary>
    private sealed class Block(int index, int from, int fromEnd, int to, int toEnd) : IComparable<Block>
    {
        public int From => from;

        public int FromEnd => fromEnd;

        public int To => to;

        public int ToEnd => toEnd;

        /// <summary>The first axis of the source that it covers.</summary>
        public int Place { get; set; }

        private int Index => index;

        public int CompareTo(Block? other) => (Place, Index).CompareTo((other!.Place, other.Index));
    }
}
