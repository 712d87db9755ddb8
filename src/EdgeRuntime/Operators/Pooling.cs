using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>What all pools share: import, shapes, geometry.</summary>
internal static class Pooling
{
    /// <summary>Reads the window of a pool over input 0, [N, C, ...].</summary>
    public static Window ImportWindow(ImportNode node)
    {
        Shape x = CheckRank(node);
        Window window = Window.Import(node, x.Dims[2..]);
        for (int i = 0; i < window.Rank; i++)
        {
            if (window.Begin[i] >= window.Extent(i) || window.End[i] >= window.Extent(i))
                Throw.Shape($"{node.Path}: padding of {window.Begin[i]} + {window.End[i]} on spatial axis {i} must be smaller than the window of {window.Extent(i)}.");
        }

        return window;
    }

    /// <summary>The window of a global pool: all of input 0, [N, C, ...].</summary>
    public static Window ImportGlobal(ImportNode node)
    {
        ReadOnlySpan<int> lengths = CheckRank(node).Dims[2..];
        int[] ones = new int[lengths.Length], zeros = new int[lengths.Length];
        ones.AsSpan().Fill(1);
        return new Window(new Axes(lengths.ToArray()), new Axes(ones), new Axes(ones), new Axes(zeros), new Axes(zeros));
    }

    /// <summary>The geometry of a pool from x [N, ..., C] to <paramref name="output"/>.</summary>
    public static PoolGeometry Geometry(Window window, Shape x, Shape output)
    {
        Window wide = window.Widen(3);
        return new PoolGeometry(x[0], x[^1], AxisOf(0), AxisOf(1), AxisOf(2));

        PoolAxis AxisOf(int axis)
        {
            int own = axis - (3 - window.Rank);
            (int length, int outputs) = own < 0 ? (1, 1) : (x[own + 1], output[own + 1]);
            return new PoolAxis(length, outputs, wide.Kernel[axis], wide.Strides[axis], wide.Dilations[axis], wide.Begin[axis], wide.End[axis]);
        }
    }

    private static Shape CheckRank(ImportNode node)
    {
        Shape x = node.Input(0).Shape;
        if (x.Rank is < 3 or > 5)
            node.Refuse($"pooling over {x.Rank - 2} spatial axes (input {x}): 1 to 3 are supported");
        return x;
    }
}
