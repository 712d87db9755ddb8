using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Copies elements by one table an axis: <c>y[i, j, ...] = x[map0[i], map1[j], ...]</c>; nearest-neighbour resizing and padding with
/// the tensor's own elements. A table entry of -1 stands for a fixed value.
/// </summary>
internal sealed unsafe class RemapStep : Step
{
    private readonly byte* source;
    private readonly byte* target;
    private readonly byte[] outside; // one element, repeated over the innermost run; empty where no table holds -1
    private readonly long run; // bytes of the innermost axes that keep their indices
    private readonly int[][] maps; // of the other axes, outermost first; at least one
    private readonly long[] from;
    private readonly long[] to;

    /// <param name="source">The input.</param>
    /// <param name="target">The output.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="tables">For each axis of the output the input's indices; null where an axis stays as it is.</param>
    /// <param name="outside">The bytes of the element that -1 stands for; null for zeros.</param>
    /// <param name="elementBytes">Bytes of one element.</param>
    public RemapStep(byte* source, byte* target, Shape shape, int[]?[] tables, byte[]? outside, int elementBytes)
    {
        this.source = source;
        this.target = target;
        int inner = shape.Rank;
        while (inner > 1 && tables[inner - 1] is null)
            inner--;
        run = (long)shape.Product(inner, shape.Rank) * elementBytes;
        (maps, from, to) = (new int[inner][], new long[inner], new long[inner]);
        (long x, long y) = (run, run);
        for (int i = inner - 1; i >= 0; i--)
        {
            maps[i] = tables[i] ?? Identity(shape[i]);
            (from[i], to[i]) = (x, y);
            x *= shape[i];
            y *= maps[i].Length;
        }

        this.outside = new byte[Array.Exists(maps, map => Array.IndexOf(map, -1) >= 0) ? run : 0];
        for (int i = 0; outside is not null && i < this.outside.Length; i += elementBytes)
            outside.CopyTo(this.outside, i);
        Units = y == 0 ? 0 : maps[0].Length;
        Work = y / elementBytes;
    }

    /// <summary>The tables of all axes behind each other, for operators that hold them as an attribute.</summary>
    public static int[] Flat(Shape target, int[]?[] tables)
    {
        List<int> flat = [];
        for (int i = 0; i < tables.Length; i++)
            flat.AddRange(tables[i] ?? Identity(target[i]));
        return [.. flat];
    }

    public override void Run(int first, int last, int worker) => Copy(0, first, last, source, target);

    private void Copy(int axis, int first, int last, byte* x, byte* y)
    {
        int[] map = maps[axis];
        bool innermost = axis == maps.Length - 1;
        for (int i = first; i < last; i++)
        {
            byte* element = map[i] < 0 ? null : x + (map[i] * from[axis]);
            byte* place = y + (i * to[axis]);
            if (x is null)
                element = null; // an outer index is outside already
            if (!innermost)
                Copy(axis + 1, 0, maps[axis + 1].Length, element, place);
            else if (element is null)
                outside.AsSpan().CopyTo(new Span<byte>(place, outside.Length));
            else if (run == sizeof(float))
                *(int*)place = *(int*)element;
            else
                Buffer.MemoryCopy(element, place, run, run);
        }
    }

    private static int[] Identity(int length)
    {
        int[] map = new int[length];
        for (int i = 0; i < length; i++)
            map[i] = i;
        return map;
    }
}
