using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Operators;

public class WindowTests
{
    [Theory]
    // 5 elements, kernel 3, stride 2: 3 windows, 2 of padding.
    [InlineData("SAME_UPPER", 5, 3, 2, 1, 1)]
    [InlineData("SAME_LOWER", 5, 3, 2, 1, 1)]
    // 6 elements: 3 windows, 1 of padding, at the end or at the beginning.
    [InlineData("SAME_UPPER", 6, 3, 2, 0, 1)]
    [InlineData("SAME_LOWER", 6, 3, 2, 1, 0)]
    // Strides beyond the kernel leave gaps, no padding.
    [InlineData("SAME_UPPER", 7, 2, 4, 0, 0)]
    [InlineData("VALID", 7, 3, 1, 0, 0)]
    public void AutomaticPaddingBecomesExplicit(string auto, int length, int kernel, int stride, int begin, int end)
    {
        Window window = Window.Import(Node(("kernel_shape", Longs(kernel)), ("strides", Longs(stride)), ("auto_pad", auto)), [length]);
        Assert.Equal((begin, end), (window.Begin[0], window.End[0]));
    }

    [Fact]
    public void DilationCountsInAutomaticPadding()
    {
        Window window = Window.Import(Node(("kernel_shape", Longs(3)), ("dilations", Longs(2)), ("auto_pad", "SAME_UPPER")), [10]);
        Assert.Equal((2, 2), (window.Begin[0], window.End[0]));
        Assert.Equal(5, window.Extent(0));
    }

    [Fact]
    public void TheKernelOfAConvolutionIsThatOfItsWeights()
    {
        Assert.Equal(new Axes(3, 2), Window.Import(Node(), [8, 8], [3, 2]).Kernel);
        EdgeException e = Assert.Throws<EdgeException>(() => Window.Import(Node(("kernel_shape", Longs(3, 3))), [8, 8], [3, 2]));
        Assert.Contains("contradicts", e.Message);
    }

    [Theory]
    // 3 elements, kernel 3, stride 3: 9 without padding.
    [InlineData("NOTSET", null, 0, 0, 9)]
    [InlineData("NOTSET", 10, 0, -1, 10)]
    [InlineData("NOTSET", 6, 2, 1, 6)]
    [InlineData("SAME_UPPER", 6, 1, 2, 6)]
    [InlineData("SAME_LOWER", null, 0, 0, 9)]
    public void AnOutputShapeCropsOrExtendsATransposedConvolution(string auto, int? wanted, int begin, int end, int output)
    {
        List<(string, object)> attributes = [("strides", Longs(3)), ("auto_pad", auto)];
        if (wanted is { } length)
            attributes.Add(("output_shape", Longs(length)));
        ImportNode node = Node([.. attributes]);
        Window window = Window.ImportTransposed(node, [3], [3]);
        Assert.Equal((begin, end), (window.Begin[0], window.End[0]));
        Value x = new("x", ElementType.Float32, new Shape(1, 3, 1), ValueKind.Input);
        Assert.Equal(output, window.TransposedOutput(new Node("n", new Relu(), x), 0, 3));
    }

    [Fact]
    public void OutputPaddingIsNegativeEndPadding()
    {
        Window window = Window.ImportTransposed(Node(("strides", Longs(2, 2)), ("pads", Longs(1, 1, 1, 1)), ("output_padding", Longs(1, 0))), [4, 4], [3, 3]);
        Assert.Equal(new Axes(1, 1), window.Begin);
        Assert.Equal(new Axes(0, 1), window.End);
    }

    [Fact]
    public void MissingAxesAreOneTapWide()
    {
        Window window = new Window(new Axes(3), new Axes(2), new Axes(1), new Axes(1), new Axes(0)).Widen(3);
        Assert.Equal((new Axes(1, 1, 3), new Axes(1, 1, 2), new Axes(0, 0, 1), new Axes(0, 0, 0)), (window.Kernel, window.Strides, window.Begin, window.End));
        Assert.Equal(3, window.Taps);
        Assert.False(window.IsUnpadded);
    }

    [Theory]
    [InlineData("kernel_shape", new long[] { 0 }, "empty or too large")]
    [InlineData("kernel_shape", new long[] { 3, 3 }, "2 lengths for 1 spatial axes")]
    [InlineData("strides", new long[] { 0 }, "under 1")]
    [InlineData("dilations", new long[] { -1 }, "under 1")]
    [InlineData("dilations", new long[] { int.MaxValue }, "empty or too large")]
    [InlineData("pads", new long[] { -1, 0 }, "under 0")]
    [InlineData("pads", new long[] { 1 }, "1 numbers, expected 2")]
    public void WrongAttributesAreNamed(string attribute, long[] values, string expected)
    {
        List<(string, object)> attributes = [(attribute, values)];
        if (attribute != "kernel_shape")
            attributes.Add(("kernel_shape", Longs(3)));
        EdgeException e = Assert.Throws<EdgeException>(() => Window.Import(Node([.. attributes]), [9]));
        Assert.Equal(ErrorKind.Shape, e.Kind);
        Assert.Contains(expected, e.Message);
        Assert.Contains("Pool 'n'", e.Message);
    }

    [Fact]
    public void AnUnknownAutomaticPaddingIsRefused() =>
        Assert.Throws<RefusedException>(() => Window.Import(Node(("kernel_shape", Longs(3)), ("auto_pad", "SAME")), [9]));

    [Fact]
    public void PaddingThatOverflowsIsRefused()
    {
        Window window = new(new Axes(1), new Axes(1), new Axes(1), new Axes(int.MaxValue), new Axes(int.MaxValue));
        Value x = new("x", ElementType.Float32, new Shape(1, 3, 1), ValueKind.Input);
        EdgeException e = Assert.Throws<EdgeException>(() => window.Output(new Node("n", new Relu(), x), 0, 3));
        Assert.Contains("longer than 2^31 - 1", e.Message);
    }

    private static ImportNode Node(params (string Name, object Value)[] attributes)
    {
        Dictionary<string, object> dictionary = [];
        foreach ((string name, object value) in attributes)
            dictionary.Add(name, value);
        return new ImportNode("Pool", "n", 22, null, new Graph("g"), [], ["y"], dictionary);
    }

    private static long[] Longs(params int[] values) => Array.ConvertAll(values, v => (long)v);
}
