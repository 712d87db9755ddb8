using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The outputs of a transposed convolution that see the same taps, as a convolution with stride 1 (<see cref="TransposedPhase"/>).</summary>
internal sealed record TransposedConv
{
    /// <summary>One group.</summary>
    public required ConvShape Shape { get; init; }

    /// <summary>The taps of the weights in the order of the packed ones.</summary>
    public required int[] TapOrder { get; init; }

    /// <summary>All taps of the weights.</summary>
    public required int AllTaps { get; init; }

    /// <summary>Floats from the start of the output to the phase's first.</summary>
    public required nint OutputOffset { get; init; }

    /// <summary>Floats from the start of the packed weights to the phase's.</summary>
    public long PackedOffset { get; init; }

    /// <summary>All phases of a transposed convolution, in the order of their first outputs.</summary>
    public static IEnumerable<TransposedConv> Phases(Shape x, Shape y, Window window, int rank, int groups)
    {
        (int D, int H, int W) input = Lengths(x, rank), output = Lengths(y, rank);
        for (int z = 0; z < Math.Min(window.Strides[0], output.D); z++)
        {
            TransposedPhase pz = Phase(window, 0, z, input.D, output.D);
            for (int v = 0; v < Math.Min(window.Strides[1], output.H); v++)
            {
                TransposedPhase pv = Phase(window, 1, v, input.H, output.H);
                for (int u = 0; u < Math.Min(window.Strides[2], output.W); u++)
                    yield return Make(x, y, window, groups, output, pz, pv, Phase(window, 2, u, input.W, output.W));
            }
        }
    }

    /// <summary>Packs the taps of the phase, all groups.</summary>
    public unsafe void Pack(float* w, float* bias, float* packed, int groups, bool depthwise)
    {
        ConvShape s = Shape;
        fixed (int* order = TapOrder)
        {
            if (depthwise)
            {
                DepthwiseF32.Pack(w, bias, s.InPixel, AllTaps, packed, order, TapOrder.Length);
                return;
            }
            for (int g = 0; g < groups; g++)
            {
                PackF32.Transposed(
                    w + ((nint)g * s.Channels * s.Outputs * AllTaps), bias is null ? null : bias + ((nint)g * s.Outputs), s.Outputs, s.Channels, AllTaps,
                    order, TapOrder.Length, packed + (g * Panels.Length(s.Outputs, s.K)), 0, Panels.Count(s.Outputs));
            }
        }
    }

    private static TransposedPhase Phase(Window window, int axis, int start, int input, int output) =>
        TransposedPhase.Of(start, input, output, window.Strides[axis], window.Dilations[axis], window.Kernel[axis], window.Begin[axis]);

    private static TransposedConv Make(
        Shape x, Shape y, Window window, int groups, (int D, int H, int W) output, TransposedPhase z, TransposedPhase v, TransposedPhase u)
    {
        int[] order = new int[z.Axis.Taps * v.Axis.Taps * u.Axis.Taps];
        for (int i = 0; i < order.Length; i++)
        {
            int tx = i % u.Axis.Taps, ty = i / u.Axis.Taps % v.Axis.Taps, tz = i / u.Axis.Taps / v.Axis.Taps;
            int row = ((z.FirstTap + (tz * z.TapStep)) * window.Kernel[1]) + v.FirstTap + (ty * v.TapStep);
            order[i] = (row * window.Kernel[2]) + u.FirstTap + (tx * u.TapStep);
        }
        nint pixel = y[^1], row0 = output.W * pixel, plane = output.H * row0;
        return new TransposedConv
        {
            TapOrder = order,
            AllTaps = window.Taps,
            OutputOffset = (z.Start * plane) + (v.Start * row0) + (u.Start * pixel),
            Shape = new ConvShape
            {
                Batch = x[0],
                D = z.Axis,
                H = v.Axis,
                W = u.Axis,
                Channels = x[^1] / groups,
                InPixel = x[^1],
                Outputs = y[^1] / groups,
                OutPixel = window.Strides[2] * pixel,
                OutRow = window.Strides[1] * row0,
                OutPlane = window.Strides[0] * plane,
                OutImage = output.D * plane,
            },
        };
    }

    private static (int D, int H, int W) Lengths(Shape shape, int rank) =>
        (rank > 2 ? shape[^4] : 1, rank > 1 ? shape[^3] : 1, shape[^2]);
}
