using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>From a window and tensors to what convolution kernels read.</summary>
internal static class ConvGeometry
{
    /// <summary>One group of a convolution of x [N, ..., C] to y [N, ..., M].</summary>
    public static ConvShape Of(Window window, int groups, Shape x, Shape y)
    {
        Window wide = window.Widen(3);
        ConvAxis Axis(int i)
        {
            int axis = i + window.Rank - 2;
            return axis < 1 ? ConvAxis.Unit : new(x[axis], y[axis], wide.Strides[i], -wide.Begin[i], wide.Dilations[i], wide.Kernel[i]);
        }
        return ConvShape.Dense(x[0], Axis(0), Axis(1), Axis(2), x[^1] / groups, x[^1], y[^1] / groups, y[^1]);
    }

    /// <summary>As <see cref="Of"/> with one group, where x is still [N, C, ...] in memory.</summary>
    public static ConvShape OfPlanes(Window window, Shape planes, Shape y)
    {
        ConvShape shape = Of(window, 1, ChannelsLast(planes), y);
        shape.InPixel = 1;
        shape.ChannelPlane = planes.Product(2, planes.Rank);
        return shape;
    }

    /// <summary>[N, C, ...] as [N, ..., C].</summary>
    public static Shape ChannelsLast(Shape planes) => new([planes[0], .. planes.Dims[2..], planes[1]]);

    /// <summary>One filter a channel.</summary>
    public static bool IsDepthwise(in ConvShape shape, int groups) => groups > 1 && shape.Channels == 1 && shape.Outputs == 1;

    /// <summary>One tap without stride or padding: a matrix product.</summary>
    public static bool IsPointwise(Window window, int groups) =>
        groups == 1 && window.Taps == 1 && window.IsUnpadded && window.Strides.Span.IndexOfAnyExcept(1) < 0;
}
