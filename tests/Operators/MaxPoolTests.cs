using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class MaxPoolTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        // Side by side, with a row and a column left over; channels for every tail of every set.
        Case(new([2, 1, 5, 7], [2, 2]) { Strides = [2, 2], Outputs = [2, 3] }, 12),
        Case(new([1, 8, 6, 6], [2, 2]) { Strides = [2, 2], Outputs = [3, 3] }, 1),
        Case(new([2, 37, 5, 5], [2, 2]) { Strides = [2, 2], Outputs = [2, 2] }, 8),
        // Overlapping, padded on one side more than on the other, dilated, rounded up.
        Case(new([1, 5, 7, 6], [3, 3]) { Strides = [2, 1], Begin = [1, 0], End = [1, 2], Outputs = [4, 6] }, 12),
        Case(new([2, 9, 8], [3]) { Strides = [2], Dilations = [2], Outputs = [2] }, 12),
        Case(new([1, 20, 5, 4, 6], [2, 3, 2]) { Strides = [1, 2, 3], Outputs = [4, 1, 2] }, 22),
        Case(new([1, 4, 6, 6], [3, 3]) { Strides = [2, 2], Outputs = [3, 3] }, 10, ("ceil_mode", 1)),
        // The only window is longer than the axis with its padding: rounded up it counts, as in ONNX Runtime.
        Case(new([1, 6, 3, 7], [5, 3]) { Strides = [3, 2], Begin = [1, 0], End = [0, 0], Outputs = [1, 3] }, 12, ("ceil_mode", 1)),
        // A window of the rounded-up count would start in the end padding: it does not exist.
        Case(new([1, 3, 4, 4], [1, 2]) { Strides = [2, 3], Begin = [0, 1], End = [0, 1], Outputs = [2, 2] }, 12, ("ceil_mode", 1)),
        Case(new([1, 6, 5, 8], [3, 2]) { Strides = [2, 2], Begin = [1, 0], End = [1, 0], Outputs = [3, 4] }, 11, ("auto_pad", "SAME_UPPER")),
        Case(new([1, 6, 6, 5], [3, 2]) { Strides = [2, 2], Begin = [1, 1], End = [0, 0], Outputs = [3, 3] }, 11, ("auto_pad", "SAME_LOWER")),
        Case(new([1, 6, 6, 5], [3, 2]) { Strides = [2, 2], Outputs = [2, 2] }, 11, ("auto_pad", "VALID")),
        OperatorCase.Onnx("GlobalMaxPool", 1, [], OperatorInput.Of(2, 5, 3, 4)) with { Reference = new PoolReference([2, 5, 3, 4], [3, 4]) { Outputs = [1, 1] }.Max },
        OperatorCase.Of(new ExtremePoolGradient(Tiles), Pooled(2, 5, 5, 8), OperatorInput.Of(2, 2, 2, 8), OperatorInput.Of(2, 2, 2, 8)) with { NoGradient = "it is one itself" },
    ];

    private static Window Tiles => new(new Axes(2, 2), new Axes(2, 2), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0));

    private static OperatorInput Pooled(params int[] shape) => OperatorInput.Of(-1, 1, shape);

    private static OperatorCase Case(PoolReference reference, int opset, params (string Name, object Value)[] more)
    {
        List<(string, object)> attributes = [("kernel_shape", reference.Kernel), .. more];
        if (reference.Strides is { } strides)
            attributes.Add(("strides", strides));
        if (reference.Dilations is { } dilations)
            attributes.Add(("dilations", dilations));
        if (reference.Begin is { } begin && !attributes.Exists(a => a.Item1 == "auto_pad"))
            attributes.Add(("pads", (int[])[.. begin, .. reference.End ?? begin]));
        return OperatorCase.Onnx("MaxPool", opset, [.. attributes], OperatorInput.Of(reference.Input)) with { Reference = reference.Max };
    }

    [Fact]
    public void IndicesTellWhereTheFirstWinnerStands()
    {
        Tensor x = Tensor.Of<float>(new Shape(1, 2, 2, 4), [1, 5, 2, 2, 5, 0, 7, 7, -1, -2, -3, -4, -5, -6, -7, -8]);
        Assert.Equal([1L, 6, 8, 10], Indices(x, columnMajor: false));
        // Channel 0: (0, 1) is 0 + 1 * 2, (1, 2) is 1 + 2 * 2.
        Assert.Equal([2L, 5, 8, 12], Indices(x, columnMajor: true));
    }

    [Theory]
    [InlineData(ElementType.Int8, new[] { 3, -128 })]
    [InlineData(ElementType.UInt8, new[] { 200, 0 })]
    public void EightBitIntegersArePooledExactly(ElementType type, int[] values)
    {
        Shape shape = new(1, 4, 2, 19); // 19 channels: a whole vector and a tail
        Tensor x = new(type, shape);
        for (int i = 0; i < shape.Count; i++)
            x.Bytes[i] = unchecked((byte)(i % 5 == 0 ? values[0] : values[1]));
        Tensor y = Evaluator.Run(new Node("pool", new MaxPool(Tiles), Value.Constant("x", x)))[0];
        Assert.Equal(new Shape(1, 2, 1, 19), y.Shape);
        for (int i = 0; i < y.Shape.Count; i++)
        {
            bool wins = false;
            for (int tap = 0; tap < 4; tap++)
                wins |= ((i / 19 * 76) + (tap / 2 * 38) + (tap % 2 * 19) + (i % 19)) % 5 == 0;
            Assert.Equal(unchecked((byte)(wins ? values[0] : values[1])), y.Bytes[i]);
        }
    }

    [Fact]
    public void TheGradientGoesToTheFirstOfEqualWinners()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(1, 3, 3, 1), [2, 2, 9, 2, 1, 9, 9, 9, 9]));
        Value y = Value.Constant("y", Tensor.Of<float>(new Shape(1, 1, 1, 1), [2]));
        Value dy = Value.Constant("dy", Tensor.Of<float>(new Shape(1, 1, 1, 1), [4]));
        Tensor dx = Evaluator.Run(new Node("d", new ExtremePoolGradient(Tiles), x, y, dy))[0];
        Assert.Equal([4f, 0, 0, 0, 0, 0, 0, 0, 0], dx.As<float>().ToArray());
    }

    [Fact]
    public void OverlappingWindowsAddTheirGradients()
    {
        Window window = Tiles with { Strides = new Axes(1, 1) };
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(1, 3, 3, 1), [0, 1, 0, 1, 5, 1, 0, 1, 6]));
        Value y = Value.Constant("y", Tensor.Of<float>(new Shape(1, 2, 2, 1), [5, 5, 5, 6]));
        Value dy = Value.Constant("dy", Tensor.Of<float>(new Shape(1, 2, 2, 1), [1, 2, 4, 8]));
        Tensor dx = Evaluator.Run(new Node("d", new ExtremePoolGradient(window), x, y, dy))[0];
        Assert.Equal([0f, 0, 0, 0, 7, 0, 0, 0, 8], dx.As<float>().ToArray());
    }

    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(4, 2, 0)]
    [InlineData(4, 1, 1)] // even the rounded-up count is 0
    [InlineData(6, 3, 1)]
    public void AWindowThatDoesNotFitIsRefused(int kernel, int stride, int ceiling)
    {
        EdgeException e = Assert.Throws<EdgeException>(() => OperatorCase
            .Onnx("MaxPool", 12, [("kernel_shape", (int[])[kernel, 2]), ("strides", (int[])[stride, 1]), ("ceil_mode", ceiling)], OperatorInput.Of(1, 1, 3, 3)).Build([new Tensor(ElementType.Float32, new Shape(1, 1, 3, 3))]));
        Assert.Equal(ErrorKind.Shape, e.Kind);
        Assert.Contains("'MaxPool'", e.Message);
    }

    private static long[] Indices(Tensor x, bool columnMajor)
    {
        OperatorCase item = OperatorCase.Onnx(
            "MaxPool", 8, 2, [("kernel_shape", (int[])[2, 2]), ("strides", (int[])[2, 2]), ("storage_order", columnMajor ? 1 : 0)], OperatorInput.Of(x));
        using GraphRun run = new(item.Build([x]), Isa.Scalar, [x]);
        run.Run();
        return run.Outputs()[1].As<long>().ToArray();
    }
}
