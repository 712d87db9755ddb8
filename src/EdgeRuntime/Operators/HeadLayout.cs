using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// How one of attention's tensors lies: the order in which its axes are [batch, heads, tokens, depth]. Depth is always the innermost axis.
/// </summary>
internal sealed record HeadLayout(Axes Order)
{
    /// <summary>[batch, heads, tokens, depth].</summary>
    public static HeadLayout HeadsFirst { get; } = new(new Axes(0, 1, 2, 3));

    /// <summary>[batch, tokens, heads, depth], as projections write them.</summary>
    public static HeadLayout TokensFirst { get; } = new(new Axes(0, 2, 1, 3));

    /// <summary>[tokens, batch, heads, depth].</summary>
    public static HeadLayout TokensOutermost { get; } = new(new Axes(1, 2, 0, 3));

    /// <summary>[batch, heads, tokens, depth] of a tensor's shape.</summary>
    public Shape Read(Shape shape) => shape.Permute(Order.Span);

    /// <summary>The tensor's shape of [batch, heads, tokens, depth].</summary>
    public Shape Write(Shape shape)
    {
        Span<int> dims = stackalloc int[4];
        for (int i = 0; i < 4; i++)
            dims[Order[i]] = shape[i];
        return new Shape(dims);
    }

    public TokenWalk Walk(Shape shape)
    {
        int[] strides = shape.Strides();
        return new TokenWalk(strides[Order[0]], strides[Order[1]], strides[Order[2]]);
    }

    /// <summary>The layout of x where this is that of x transposed; null where depth would not stay innermost.</summary>
    public HeadLayout? Before(Transpose transpose)
    {
        int[] order = new int[4];
        for (int i = 0; i < 4; i++)
            order[i] = transpose.Order[Order[i]];
        return order[3] == 3 ? new HeadLayout(new Axes(order)) : null;
    }

    /// <summary>The layout of the transposed tensor where this is that of the tensor itself; null as in <see cref="Before"/>.</summary>
    public HeadLayout? After(Transpose transpose) => Before(transpose.Inverse());

    public override string ToString() => Order.ToString();
}
