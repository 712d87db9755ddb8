using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Copies a tensor into the middle of a larger one and fills what is around it, every byte once; a unit is an index of the outermost axis.
/// </summary>
internal sealed unsafe class PadStep : Step
{
    private readonly byte* source;
    private readonly byte* target;
    private readonly byte* fill; // null for zeros
    private readonly int elementBytes;
    private readonly int[] lengths; // of the input's merged axes, outermost first
    private readonly int[] before;
    private readonly int[] after;
    private readonly long[] from; // bytes from one index to the next in the input
    private readonly long[] to; // in the output

    public PadStep(byte* source, byte* target, byte* fill, Shape shape, ReadOnlySpan<int> before, ReadOnlySpan<int> after, int elementBytes)
    {
        this.source = source;
        this.target = target;
        this.fill = fill;
        this.elementBytes = elementBytes;
        List<int> merged = [], front = [], back = [];
        for (int i = 0; i < shape.Rank; i++)
        {
            // An axis without pads inside of another joins it: [H, W, C] padded on W is [H, W * C].
            if (merged.Count > 0 && before[i] == 0 && after[i] == 0)
            {
                merged[^1] *= shape[i];
                front[^1] *= shape[i];
                back[^1] *= shape[i];
            }
            else if (merged.Count == 1 && merged[0] == 1 && front[0] == 0 && back[0] == 0)
            {
                (merged[0], front[0], back[0]) = (shape[i], before[i], after[i]);
            }
            else
            {
                merged.Add(shape[i]);
                front.Add(before[i]);
                back.Add(after[i]);
            }
        }

        if (merged.Count < 2)
        {
            merged.Insert(0, 1);
            front.Insert(0, 0);
            back.Insert(0, 0);
        }

        (lengths, this.before, this.after) = ([.. merged], [.. front], [.. back]);
        (from, to) = (new long[lengths.Length], new long[lengths.Length]);
        (long x, long y) = (elementBytes, elementBytes);
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            (from[i], to[i]) = (x, y);
            x *= lengths[i];
            y *= lengths[i] + this.before[i] + this.after[i];
        }

        Units = y == 0 ? 0 : lengths[0] + this.before[0] + this.after[0];
        Work = y / elementBytes;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int i = first; i < last; i++)
        {
            int index = i - before[0];
            byte* y = target + (i * to[0]);
            if (index < 0 || index >= lengths[0])
                Fill(y, to[0]);
            else
                Copy(1, source + (index * from[0]), y);
        }
    }

    private void Copy(int axis, byte* x, byte* y)
    {
        long stride = to[axis];
        y = Fill(y, before[axis] * stride);
        if (axis == lengths.Length - 1)
        {
            long bytes = lengths[axis] * stride;
            Buffer.MemoryCopy(x, y, bytes, bytes);
            y += bytes;
        }
        else
        {
            for (int i = 0; i < lengths[axis]; i++)
                Copy(axis + 1, x + (i * from[axis]), y + (i * stride));
            y += lengths[axis] * stride;
        }

        Fill(y, after[axis] * stride);
    }

    private byte* Fill(byte* y, long bytes)
    {
        if (bytes == 0)
            return y;
        int count = (int)(bytes / elementBytes);
        switch (elementBytes)
        {
            case 1:
                new Span<byte>(y, count).Fill(fill is null ? (byte)0 : *fill);
                break;
            case 2:
                new Span<short>(y, count).Fill(fill is null ? (short)0 : *(short*)fill);
                break;
            case 4:
                new Span<int>(y, count).Fill(fill is null ? 0 : *(int*)fill);
                break;
            default:
                new Span<long>(y, count).Fill(fill is null ? 0 : *(long*)fill);
                break;
        }

        return y + bytes;
    }
}
