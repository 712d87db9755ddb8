using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Copies a box of elements from one strided layout into another: the step of slices, tiles, permutations and everything else that
/// moves and does not compute. An innermost run that is contiguous on both sides becomes the element, so that most moves are a few
/// large copies.
/// </summary>
internal sealed unsafe class MoveStep : Step
{
    private readonly byte* source;
    private readonly byte* target;
    private readonly long elementBytes;
    private readonly int[] lengths; // outermost first; at least two
    private readonly long[] from; // bytes from one index to the next, in the source
    private readonly long[] to; // the same in the target

    /// <param name="source">The first element to read.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="lengths">The lengths of the box, outermost first.</param>
    /// <param name="sourceStrides">Elements from one index of an axis to the next in the source; 0 repeats, negative runs backwards.</param>
    /// <param name="targetStrides">The same in the target.</param>
    /// <param name="elementBytes">Bytes of one element.</param>
    public MoveStep(
        byte* source, byte* target, ReadOnlySpan<int> lengths, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides, int elementBytes)
        : this(source, target, new MoveLayout(lengths, sourceStrides, targetStrides, elementBytes))
    {
    }

    public MoveStep(byte* source, byte* target, MoveLayout layout)
    {
        this.source = source;
        this.target = target;
        elementBytes = layout.ElementBytes;
        (List<int> merged, List<long> fromStrides, List<long> toStrides) = ([.. layout.Lengths], [.. layout.From], [.. layout.To]);
        if (merged.Count > 0 && fromStrides[^1] == elementBytes && toStrides[^1] == elementBytes)
        {
            elementBytes *= merged[^1];
            merged.RemoveAt(merged.Count - 1);
            fromStrides.RemoveAt(fromStrides.Count - 1);
            toStrides.RemoveAt(toStrides.Count - 1);
        }

        while (merged.Count < 2)
        {
            // A single axis of large runs is split between workers; one of small elements is the inner loop.
            int at = merged.Count == 1 && elementBytes >= 64 ? 1 : 0;
            merged.Insert(at, 1);
            fromStrides.Insert(at, 0);
            toStrides.Insert(at, 0);
        }

        (lengths, from, to) = ([.. merged], [.. fromStrides], [.. toStrides]);
        Units = layout.Count == 0 ? 0 : lengths[0];
        Work = layout.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int i = first; i < last; i++)
            Move(1, source + (i * from[0]), target + (i * to[0]));
    }

    private void Move(int axis, byte* x, byte* y)
    {
        int length = lengths[axis];
        long fromStride = from[axis], toStride = to[axis];
        if (axis < lengths.Length - 1)
        {
            for (int i = 0; i < length; i++)
                Move(axis + 1, x + (i * fromStride), y + (i * toStride));
            return;
        }

        switch (elementBytes)
        {
            case 1:
                Move<byte>(x, y, length, fromStride, toStride);
                break;
            case 2:
                Move<short>(x, y, length, fromStride, toStride);
                break;
            case 4:
                Move<int>(x, y, length, fromStride, toStride);
                break;
            case 8:
                Move<long>(x, y, length, fromStride, toStride);
                break;
            case 16:
                Move<Vector128<byte>>(x, y, length, fromStride, toStride);
                break;
            default:
                for (int i = 0; i < length; i++)
                    Buffer.MemoryCopy(x + (i * fromStride), y + (i * toStride), elementBytes, elementBytes);
                break;
        }
    }

    private static void Move<T>(byte* x, byte* y, int length, long fromStride, long toStride)
        where T : unmanaged
    {
        if (fromStride == 0 && toStride == sizeof(T))
        {
            new Span<T>(y, length).Fill(*(T*)x);
            return;
        }

        for (int i = 0; i < length; i++)
        {
            *(T*)y = *(T*)x;
            x += fromStride;
            y += toStride;
        }
    }
}
