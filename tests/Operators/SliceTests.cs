using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class SliceTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Slice", 1, [("starts", new[] { 1, -3 }), ("ends", new[] { 2, 1000 }), ("axes", new[] { 0, 1 })], OperatorInput.Of(3, 5)) with
        {
            Reference = x => x[0][7..10],
        },
        Case([3, 5], [0, 1], [2, 5], null, null, at => [at[0], at[1] + 1], [2, 4]),
        Case([4, 7], [-1, 5], [int.MinValue, 0], [0, 1], [-1, -2], at => [3 - at[0], 5 - (2 * at[1])], [4, 3]),
        Case([2, 9], [1], [8], [1], [3], at => [at[0], 1 + (3 * at[1])], [2, 3]),
        Case([2, 4, 3], [1], [3], [-2], null, at => [at[0], at[1] + 1, at[2]], [2, 2, 3]),
        // Nothing is left: the end is before the start.
        Case([4], [3], [1], [0], null, at => [0], [0]),
        OperatorCase.Of(Slice.Of(new Shape(1, 6, 4), 1, 2, 3), OperatorInput.Of(1, 6, 4)),
        OperatorCase.Of(new Slice(new Axes(1, 0), new Axes(2, 1), new Axes(2, 3)), new OperatorInput(ElementType.UInt8, new Shape(4, 3), 0, 255)),
        OperatorCase.Of(new Embed(new Shape(5, 7), new Slice(new Axes(4, 1), new Axes(-2, 3), new Axes(3, 2))), OperatorInput.Of(3, 2)) with
        {
            Reference = x => Coordinates.Fill([5, 7], at => at[0] % 2 == 0 && at[1] % 3 == 1 && at[1] < 6 ? x[0][((4 - at[0]) / 2 * 2) + (at[1] / 3)] : 0),
        },
    ];

    [Theory]
    [InlineData(true, new[] { 0, 2, 0 }, new[] { 1, 2, 5 })]
    [InlineData(true, new[] { 1, 3, 1 }, new[] { 1, 1, 2 })]
    [InlineData(false, new[] { 0, 0, 1 }, new[] { 1, 2, 4 })]
    [InlineData(false, new[] { 0, 0, 0 }, new[] { 2, 2, 5 })]
    public void OneRunOfElementsIsAView(bool view, int[] starts, int[] lengths)
    {
        Value x = new("x", ElementType.Float32, new Shape(2, 4, 5));
        Node node = new("s", new Slice(new Axes(starts), new Axes(1, 1, 1), new Axes(lengths)), x);
        long offset = ((((starts[0] * 4) + starts[1]) * 5) + starts[2]) * sizeof(float);
        Assert.Equal(view ? Sharing.View(0, offset) : Sharing.None, node.Operator.Shares(node, 0));
    }

    [Fact]
    public void AStepOfZeroIsRefused()
    {
        OperatorCase item = OperatorCase.Onnx("Slice", 13, [], OperatorInput.Of(4), OperatorInput.Ints(0), OperatorInput.Ints(4), OperatorInput.Ints(0), OperatorInput.Ints(0));
        Assert.Contains("step of axis 0 is 0", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void StartsThatAreComputedAtRunTimeAreRefused()
    {
        OperatorInput starts = OperatorInput.Of(Tensor.Ints(1));
        OperatorCase item = OperatorCase.Onnx("Slice", 13, [], OperatorInput.Of(4), starts, OperatorInput.Ints(4));
        EdgeException e = Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs()));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains("must be a constant", e.Message);
    }

    private static OperatorCase Case(int[] shape, int[] starts, int[] ends, int[]? axes, int[]? steps, Func<int[], int[]> source, int[] expected) =>
        OperatorCase.Onnx(
            "Slice", 13, [], OperatorInput.Of(shape), OperatorInput.Ints(starts), OperatorInput.Ints(ends),
            axes is null ? null : OperatorInput.Ints(axes), steps is null ? null : OperatorInput.Ints(steps)) with
        {
            Reference = x => Coordinates.Fill(expected, at => Coordinates.At(x[0], shape, source(at))),
            NoGradient = expected is [0] ? "nothing is left" : null,
        };
}
