using System;
using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>
/// A tensor cut into sets along some of its axes, with neighbouring axes of one kind merged. The innermost axis either belongs to the
/// sets (each is then a number of contiguous runs) or is kept (neighbouring sets are then neighbouring columns).
/// </summary>
internal sealed class ReduceLayout
{
    private readonly int[] keptLengths;
    private readonly long[] keptStrides;
    private readonly int[] walkLengths;
    private readonly long[] walkStrides;

    public ReduceLayout(Shape shape, ReadOnlySpan<int> reduced)
    {
        List<(int Length, bool Reduced)> merged = Merge(shape, reduced);
        (Run, RunIsReduced) = merged.Count > 0 ? merged[^1] : (1, false);
        long stride = Run;
        Size = RunIsReduced ? Run : 1;
        (Rows, RowStride) = (1, 0);
        List<int> kept = [], walk = [];
        List<long> keptBy = [], walkBy = [];
        bool rowsFound = false;
        for (int i = merged.Count - 2; i >= 0; i--)
        {
            (int length, bool isReduced) = merged[i];
            if (!isReduced)
            {
                kept.Add(length);
                keptBy.Add(stride);
            }
            else if (!RunIsReduced && !rowsFound)
            {
                (Rows, RowStride, rowsFound) = (length, stride, true);
            }
            else
            {
                walk.Add(length);
                walkBy.Add(stride);
            }

            Size *= isReduced ? length : 1;
            stride *= length;
        }

        (keptLengths, keptStrides, walkLengths, walkStrides) = ([.. kept], [.. keptBy], [.. walk], [.. walkBy]);
        Kept = Product(keptLengths);
        Walk = Product(walkLengths);
    }

    /// <summary>Whether the innermost axis belongs to the sets.</summary>
    public bool RunIsReduced { get; }

    /// <summary>The length of the innermost axis.</summary>
    public int Run { get; }

    /// <summary>The indices of all kept axes but the innermost one.</summary>
    public int Kept { get; }

    /// <summary>The indices of the reduced axes that neither <see cref="Run"/> nor <see cref="Rows"/> covers.</summary>
    public int Walk { get; }

    /// <summary>Where the innermost axis is kept: the length of the innermost reduced axis; else 1.</summary>
    public int Rows { get; }

    /// <summary>Elements from one of the <see cref="Rows"/> to the next.</summary>
    public long RowStride { get; }

    /// <summary>Elements of one set.</summary>
    public int Size { get; }

    public long KeptOffset(int index) => Offset(index, keptLengths, keptStrides);

    public long WalkOffset(int index) => Offset(index, walkLengths, walkStrides);

    // Lists hold the innermost axis first.
    private static long Offset(int index, int[] lengths, long[] strides)
    {
        long offset = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            (index, int at) = Math.DivRem(index, lengths[i]);
            offset += at * strides[i];
        }

        return offset;
    }

    private static int Product(int[] lengths)
    {
        int product = 1;
        foreach (int length in lengths)
            product *= length;
        return product;
    }

    private static List<(int Length, bool Reduced)> Merge(Shape shape, ReadOnlySpan<int> reduced)
    {
        List<(int Length, bool Reduced)> merged = [];
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] == 1)
                continue;
            bool isReduced = reduced.Contains(i);
            if (merged.Count > 0 && merged[^1].Reduced == isReduced)
                merged[^1] = (merged[^1].Length * shape[i], isReduced);
            else
                merged.Add((shape[i], isReduced));
        }

        return merged;
    }
}
