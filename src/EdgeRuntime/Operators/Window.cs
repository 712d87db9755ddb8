using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// How a window of a convolution or pool slides over 1 to 3 spatial axes, with all padding explicit. Every list has one number for each
/// spatial axis, outermost first.
/// </summary>
/// <param name="Kernel">Taps along each axis.</param>
/// <param name="Strides">Elements from one window to the next.</param>
/// <param name="Dilations">Elements from one tap to the next.</param>
/// <param name="Begin">Padding before the first element.</param>
/// <param name="End">Padding after the last element; of a transposed convolution it may be negative, for extra elements.</param>
/// <param name="Ceiling">Whether a last window that only partly fits counts too, provided that it does not start in the end padding.</param>
internal readonly record struct Window(Axes Kernel, Axes Strides, Axes Dilations, Axes Begin, Axes End, bool Ceiling = false)
{
    /// <summary>The number of spatial axes.</summary>
    public int Rank => Kernel.Count;

    /// <summary>Taps of the whole window.</summary>
    public int Taps
    {
        get
        {
            int taps = 1;
            foreach (int length in Kernel.Span)
                taps *= length;
            return taps;
        }
    }

    /// <summary>Whether no axis is padded.</summary>
    public bool IsUnpadded => Begin.Span.IndexOfAnyExcept(0) < 0 && End.Span.IndexOfAnyExcept(0) < 0;

    /// <summary>
    /// Reads <c>kernel_shape</c>, <c>strides</c>, <c>pads</c>, <c>dilations</c>, <c>auto_pad</c> and <c>ceil_mode</c> and makes the padding explicit.
    /// </summary>
    /// <param name="node">Conv, MaxPool, AveragePool ... of any opset.</param>
    /// <param name="lengths">The input's spatial axes.</param>
    /// <param name="weights">The spatial axes of a convolution's weights; empty for a pool, which must name its kernel.</param>
    public static Window Import(ImportNode node, ReadOnlySpan<int> lengths, ReadOnlySpan<int> weights = default)
    {
        Window window = ReadAttributes(node, lengths.Length, weights);
        string auto = node.String("auto_pad", "NOTSET");
        int[] begin = window.Begin.Span.ToArray(), end = window.End.Span.ToArray();
        for (int i = 0; i < lengths.Length; i++)
        {
            if (auto == "VALID")
            {
                begin[i] = end[i] = 0;
            }
            else if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                long outputs = ((long)lengths[i] + window.Strides[i] - 1) / window.Strides[i];
                long total = Math.Max(0, ((outputs - 1) * window.Strides[i]) + window.Extent(i) - lengths[i]);
                (begin[i], end[i]) = Split(node, total, auto == "SAME_UPPER");
            }
            else if (auto != "NOTSET")
            {
                node.Refuse($"auto_pad '{auto}' is not one of NOTSET, SAME_UPPER, SAME_LOWER and VALID");
            }
        }

        return window with { Begin = new Axes(begin), End = new Axes(end) };
    }

    /// <summary>
    /// Reads the attributes of a transposed convolution, <c>output_padding</c> and <c>output_shape</c> included; the padding that comes out
    /// crops the output, and <see cref="TransposedOutput"/> gives its lengths.
    /// </summary>
    /// <param name="node">ConvTranspose of any opset.</param>
    /// <param name="lengths">The input's spatial axes.</param>
    /// <param name="weights">The spatial axes of the weights.</param>
    public static Window ImportTransposed(ImportNode node, ReadOnlySpan<int> lengths, ReadOnlySpan<int> weights)
    {
        Window window = ReadAttributes(node, lengths.Length, weights);
        string auto = node.String("auto_pad", "NOTSET");
        int[] extra = Read(node, "output_padding", lengths.Length, 0, least: 0);
        int[]? wanted = node.Ints("output_shape");
        if (wanted is not null)
            wanted = wanted.AsSpan(Math.Max(0, wanted.Length - lengths.Length)).ToArray(); // batch and channels may be listed too
        if (wanted is not null && wanted.Length != lengths.Length)
            Throw.Shape($"{node.Path}: output_shape has {wanted.Length} lengths for {lengths.Length} spatial axes.");
        int[] begin = window.Begin.Span.ToArray(), end = window.End.Span.ToArray();
        for (int i = 0; i < lengths.Length; i++)
        {
            long full = ((lengths[i] - 1L) * window.Strides[i]) + window.Extent(i);
            if (wanted is not null || auto is "SAME_UPPER" or "SAME_LOWER")
            {
                long target = wanted?[i] ?? (long)lengths[i] * window.Strides[i];
                long total = full + extra[i] - target;
                begin[i] = Split(node, Math.Max(0, total), auto == "SAME_UPPER").Begin;
                end[i] = checked((int)Math.Clamp(full - target - begin[i], int.MinValue, int.MaxValue));
            }
            else if (auto is "NOTSET" or "VALID")
            {
                begin[i] = auto == "VALID" ? 0 : begin[i];
                end[i] = (auto == "VALID" ? 0 : end[i]) - extra[i];
            }
            else
            {
                node.Refuse($"auto_pad '{auto}' is not one of NOTSET, SAME_UPPER, SAME_LOWER and VALID");
            }
        }

        return window with { Begin = new Axes(begin), End = new Axes(end) };
    }

    /// <summary>Elements that a window covers along an axis, gaps of dilation included.</summary>
    public int Extent(int axis) => ((Kernel[axis] - 1) * Dilations[axis]) + 1;

    /// <summary>The number of windows along an axis of <paramref name="length"/> elements; fails in <paramref name="node"/>'s name where none fits.</summary>
    public int Output(Node node, int axis, int length)
    {
        long room = (long)length + Begin[axis] + End[axis] - Extent(axis);
        // The only window may be one that partly fits: ceil(room / stride) + 1 is then 1, where ONNX leaves open what ONNX Runtime takes.
        bool isPart = Ceiling && room < 0 && room > -Strides[axis];
        if ((room < 0 && !isPart) || length == 0)
            node.Fail($"a window of {Extent(axis)} elements does not fit spatial axis {axis} of {node.Input(0)} with {Begin[axis]} + {End[axis]} of padding.");
        long outputs = (room / Strides[axis]) + 1;
        if (Ceiling && !isPart && room % Strides[axis] != 0 && outputs * Strides[axis] < (long)length + Begin[axis])
            outputs++;
        if (room + Extent(axis) > int.MaxValue)
            node.Fail($"padding of {Begin[axis]} + {End[axis]} makes spatial axis {axis} of {node.Input(0)} longer than 2^31 - 1.");
        return (int)outputs;
    }

    /// <summary>The shape [N, ..., <paramref name="channels"/>] that the window makes of input 0, [N, ..., C].</summary>
    public Shape Output(Node node, int channels) => Output(node, node.Shape(0), channels);

    /// <summary>The same for an input that stands for <paramref name="x"/>, [N, ..., C].</summary>
    public Shape Output(Node node, Shape x, int channels)
    {
        if (x.Rank != Rank + 2)
            node.Fail($"a window over {Rank} spatial axes needs an input of {Rank + 2} axes, got {node.Input(0)}.");
        int[] dims = x.Dims.ToArray();
        for (int i = 0; i < Rank; i++)
            dims[i + 1] = Output(node, i, dims[i + 1]);
        dims[^1] = channels;
        return new Shape(dims);
    }

    /// <summary>The length that a transposed convolution makes of an axis of <paramref name="length"/> elements.</summary>
    public int TransposedOutput(Node node, int axis, int length)
    {
        long output = ((length - 1L) * Strides[axis]) + Extent(axis) - Begin[axis] - End[axis];
        if (output is < 1 or > int.MaxValue)
            node.Fail($"spatial axis {axis} of {node.Input(0)} would have {output} elements with {Begin[axis]} + {End[axis]} of padding.");
        return (int)output;
    }

    /// <summary>The same window with axes of one tap put in front, so that one kernel serves 1 to <paramref name="rank"/> spatial axes.</summary>
    public Window Widen(int rank)
    {
        int more = rank - Rank;
        return more <= 0 ? this : new Window(Grow(Kernel, 1), Grow(Strides, 1), Grow(Dilations, 1), Grow(Begin, 0), Grow(End, 0), Ceiling);

        Axes Grow(Axes axes, int value)
        {
            int[] grown = new int[rank];
            grown.AsSpan(0, more).Fill(value);
            axes.Span.CopyTo(grown.AsSpan(more));
            return new Axes(grown);
        }
    }

    /// <summary>As <c>3x3 stride 2x2 pads 0x0+1x1</c>, without what is usual.</summary>
    public override string ToString()
    {
        string text = Times(Kernel);
        if (Strides.Span.IndexOfAnyExcept(1) >= 0)
            text += $" stride {Times(Strides)}";
        if (Dilations.Span.IndexOfAnyExcept(1) >= 0)
            text += $" dilation {Times(Dilations)}";
        if (!IsUnpadded)
            text += $" pads {Times(Begin)}+{Times(End)}";
        return Ceiling ? text + " ceiling" : text;

        static string Times(Axes axes) => string.Join('x', axes.Span.ToArray());
    }

    private static Window ReadAttributes(ImportNode node, int rank, ReadOnlySpan<int> weights)
    {
        if (rank is < 1 or > 3)
            node.Refuse($"{rank} spatial axes: 1 to 3 are supported");
        int[]? kernel = node.Ints("kernel_shape") ?? (weights.Length > 0 ? weights.ToArray() : null);
        if (kernel is null || kernel.Length != rank)
            Throw.Shape($"{node.Path}: kernel_shape has {kernel?.Length ?? 0} lengths for {rank} spatial axes.");
        if (weights.Length > 0 && !weights.SequenceEqual(kernel))
            Throw.Shape($"{node.Path}: kernel_shape [{string.Join(", ", kernel)}] contradicts weights of [{string.Join(", ", weights.ToArray())}].");
        int[] pads = Read(node, "pads", 2 * rank, 0, least: 0);
        int[] dilations = Read(node, "dilations", rank, 1, least: 1);
        long taps = 1;
        for (int i = 0; i < rank; i++)
        {
            long extent = ((kernel[i] - 1L) * dilations[i]) + 1;
            taps = Math.Min(long.MaxValue >> 32, taps * Math.Max(1, kernel[i]));
            if (kernel[i] < 1 || extent > int.MaxValue || taps > int.MaxValue)
                Throw.Shape($"{node.Path}: a kernel of [{string.Join(", ", kernel)}] with dilations [{string.Join(", ", dilations)}] is empty or too large.");
        }

        return new Window(
            new Axes(kernel), new Axes(Read(node, "strides", rank, 1, least: 1)), new Axes(dilations), new Axes(pads[..rank]), new Axes(pads[rank..]),
            weights.Length == 0 && node.Flag("ceil_mode", false));
    }

    private static int[] Read(ImportNode node, string attribute, int count, int fallback, int least)
    {
        int[]? values = node.Ints(attribute);
        if (values is null || values.Length == 0)
        {
            values = new int[count];
            values.AsSpan().Fill(fallback);
        }

        if (values.Length != count)
            Throw.Shape($"{node.Path}: {attribute} has {values.Length} numbers, expected {count}.");
        foreach (int value in values)
        {
            if (value < least)
                Throw.Shape($"{node.Path}: {attribute} [{string.Join(", ", values)}] has a number under {least}.");
        }

        return values;
    }

    private static (int Begin, int End) Split(ImportNode node, long total, bool moreAtEnd)
    {
        if (total > int.MaxValue)
            Throw.Shape($"{node.Path}: automatic padding of {total} elements is too much.");
        int half = (int)(total / 2);
        return moreAtEnd ? (half, (int)total - half) : ((int)total - half, half);
    }
}
