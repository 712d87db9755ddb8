using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Indices [B..., I..., q] into data [B..., D1, ..., Dq, run...]: each tuple of q numbers names a slice of the data of its batch; negative
/// numbers count from the end.
/// </summary>
internal sealed unsafe class IndexTuples
{
    private readonly int[] lengths;
    private readonly byte* indices;
    private readonly bool wide;

    /// <param name="data">The shape that is indexed.</param>
    /// <param name="tuples">The indices.</param>
    /// <param name="batchAxes">Leading axes that data and indices share.</param>
    /// <param name="steps">Where the indices lie.</param>
    public IndexTuples(Shape data, Value tuples, int batchAxes, StepBuilder steps)
    {
        int q = tuples.Shape[^1];
        lengths = data.Dims[batchAxes..(batchAxes + q)].ToArray();
        indices = steps.Bytes(tuples);
        wide = tuples.Type == ElementType.Int64;
        Batches = data.Product(0, batchAxes);
        Each = tuples.Shape.Product(batchAxes, tuples.Shape.Rank - 1);
        Slices = data.Product(batchAxes, batchAxes + q);
        Run = data.Product(batchAxes + q, data.Rank);
    }

    public int Batches { get; }

    /// <summary>Tuples of a batch.</summary>
    public int Each { get; }

    /// <summary>Slices of a batch that can be named.</summary>
    public int Slices { get; }

    /// <summary>Elements of a slice.</summary>
    public int Run { get; }

    /// <summary>The shape [B..., I..., run...] of one slice for each tuple; fails where data and indices do not fit each other.</summary>
    public static Shape Infer(Node node, Shape data, Value tuples, int batchAxes)
    {
        Shape shape = tuples.Shape;
        if (tuples.Type is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"indices {tuples} must be 32- or 64-bit integers.");
        bool fits = data.Rank > 0 && shape.Rank > batchAxes && batchAxes >= 0 && batchAxes < data.Rank && shape[^1] >= 1 && shape[^1] <= data.Rank - batchAxes;
        if (!fits || !data.Dims[..batchAxes].SequenceEqual(shape.Dims[..batchAxes]))
            node.Fail($"indices {tuples} must hold tuples of 1 to {data.Rank - batchAxes} numbers for data {data} behind {batchAxes} common axes.");
        return new Shape([.. shape.Dims[..^1], .. data.Dims[(batchAxes + shape[^1])..]]);
    }

    /// <summary>Fails where constant indices name what is not there.</summary>
    public static void CheckConstant(ImportNode node, Shape data, Value tuples, int batchAxes)
    {
        int q = tuples.Shape.Rank == 0 ? 0 : tuples.Shape[^1];
        if (!tuples.IsConstant || q == 0 || batchAxes < 0 || batchAxes + q > data.Rank)
            return; // shapes that do not fit are refused by the node
        long[] numbers = tuples.Data!.ToInt64();
        for (int i = 0; i < numbers.Length; i++)
        {
            int axis = batchAxes + (i % q);
            if (numbers[i] < -data[axis] || numbers[i] >= data[axis])
                Throw.Shape($"{node.Path}: index {numbers[i]} is outside of axis {axis} of {node.Input(0)}.");
        }
    }

    /// <summary>The slice that tuple <paramref name="tuple"/>, counted over all batches, names within its batch; -1 where there is none.</summary>
    public int Find(int tuple)
    {
        long slice = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            long at = ((long)tuple * lengths.Length) + i;
            long index = wide ? ((long*)indices)[at] : ((int*)indices)[at];
            if (index < 0)
                index += lengths[i];
            if ((ulong)index >= (ulong)lengths[i])
                return -1;
            slice = (slice * lengths[i]) + index;
        }

        return (int)slice;
    }
}
