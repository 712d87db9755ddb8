using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Moves elements into another order of axes. Neighbouring axes that stay together are merged first, so that NCHW to NHWC is a
/// batch of plain matrix transpositions and a move of outer axes copies whole runs.
/// </summary>
internal sealed unsafe class TransposeStep : Step
{
    private readonly byte* source;
    private readonly byte* target;
    private readonly int elementBytes;
    private readonly int[] lengths; // of the output's merged axes, outermost first
    private readonly long[] strides; // of the same axes in the input, in bytes

    public TransposeStep(byte* source, byte* target, Shape shape, ReadOnlySpan<int> order, int elementBytes)
    {
        this.source = source;
        this.target = target;
        this.elementBytes = elementBytes;
        int[] inputStrides = shape.Strides();
        List<int> merged = [];
        List<long> mergedStrides = [];
        foreach (int axis in order)
        {
            if (shape[axis] == 1)
                continue;
            long stride = (long)inputStrides[axis] * elementBytes;
            if (merged.Count > 0 && mergedStrides[^1] == stride * shape[axis])
            {
                merged[^1] *= shape[axis];
                mergedStrides[^1] = stride;
            }
            else
            {
                merged.Add(shape[axis]);
                mergedStrides.Add(stride);
            }
        }

        if (mergedStrides.Count > 0 && mergedStrides[^1] == elementBytes)
        {
            // The innermost run is contiguous on both sides: it becomes the element.
            this.elementBytes = elementBytes * merged[^1];
            merged.RemoveAt(merged.Count - 1);
            mergedStrides.RemoveAt(mergedStrides.Count - 1);
        }

        while (merged.Count < 2)
        {
            merged.Insert(0, 1);
            mergedStrides.Insert(0, 0);
        }

        lengths = [.. merged];
        strides = [.. mergedStrides];
        Units = shape.Count == 0 ? 0 : lengths[0];
        Work = shape.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        long unit = elementBytes;
        for (int i = 1; i < lengths.Length; i++)
            unit *= lengths[i];
        if (lengths.Length == 2 && elementBytes == sizeof(int))
        {
            Plane(last - first, strides[0], (int*)(source + (first * strides[0])), (int*)(target + (first * unit)));
            return;
        }

        for (int i = first; i < last; i++)
            Move(1, source + (i * strides[0]), target + (i * unit));
    }

    private byte* Move(int axis, byte* from, byte* to)
    {
        int length = lengths[axis];
        long stride = strides[axis];
        if (axis == lengths.Length - 2 && elementBytes == sizeof(int))
            return Plane(length, stride, (int*)from, (int*)to);
        if (axis < lengths.Length - 1)
        {
            for (int i = 0; i < length; i++)
                to = Move(axis + 1, from + (i * stride), to);
            return to;
        }

        switch (elementBytes)
        {
            case 8:
                for (int i = 0; i < length; i++)
                    ((long*)to)[i] = *(long*)(from + (i * stride));
                break;
            case 1:
                for (int i = 0; i < length; i++)
                    to[i] = from[i * stride];
                break;
            default:
                for (int i = 0; i < length; i++)
                    Buffer.MemoryCopy(from + (i * stride), to + ((long)i * elementBytes), elementBytes, elementBytes);
                break;
        }

        return to + ((long)length * elementBytes);
    }

    /// <summary>The two innermost axes of 4-byte elements, in blocks of rows that stay in cache. The longer loop runs inside.</summary>
    private byte* Plane(int rows, long rowStride, int* from, int* to)
    {
        const int block = 256;
        int columns = lengths[^1];
        nint down = (nint)(rowStride / sizeof(int)), across = (nint)(strides[^1] / sizeof(int));
        for (; rows > 0; rows -= block)
        {
            int part = Math.Min(rows, block);
            if (columns < part)
            {
                for (nint j = 0; j < columns; j++)
                    Line(from + (j * across), down, to + j, columns, part);
            }
            else
            {
                for (nint i = 0; i < part; i++)
                    Line(from + (i * down), across, to + (i * columns), 1, columns);
            }

            from += part * down;
            to += (nint)part * columns;
        }

        return (byte*)to;
    }

    private static void Line(int* from, nint fromStep, int* to, nint toStep, int count)
    {
        for (; count != 0; count--, from += fromStep, to += toStep)
            *to = *from;
    }
}
