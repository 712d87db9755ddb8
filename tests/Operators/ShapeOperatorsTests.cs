using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>Operators that leave no node behind: constants, shapes, and views.</summary>
public class ShapeOperatorsTests
{
    [Fact]
    public void ConstantHoldsATensorOrNumbers()
    {
        Assert.Equal([1.5f], Constant<float>("Constant", 13, ("value_float", 1.5f)));
        Assert.Equal([1f, 2], Constant<float>("Constant", 13, ("value_floats", new[] { 1f, 2 })));
        Assert.Equal([7L], Constant<long>("Constant", 13, ("value_int", 7)));
        Assert.Equal([3L, 4], Constant<long>("Constant", 13, ("value_ints", new[] { 3, 4 })));
        Assert.Equal([(byte)9], Constant<byte>("Constant", 1, ("value", Tensor.Of<byte>(new Shape(1), [9]))));
    }

    [Fact]
    public void StringsAreRefused()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Build(OperatorCase.Onnx("Constant", 13, [("value_string", "words")])));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains("holds strings", e.Message);
    }

    [Fact]
    public void ConstantOfShapeIsZeroUnlessItSaysMore()
    {
        Assert.Equal([0f, 0], Output(OperatorCase.Onnx("ConstantOfShape", 9, [], OperatorInput.Ints(2))).Data!.As<float>().ToArray());
        Value ones = Output(OperatorCase.Onnx("ConstantOfShape", 20, [("value", Tensor.Of<int>(new Shape(1), [1]))], OperatorInput.Ints(1, 3)));
        Assert.Equal(new Shape(1, 3), ones.Shape);
        Assert.Equal([1, 1, 1], ones.Data!.As<int>().ToArray());
        Assert.Equal(new Shape(), Output(OperatorCase.Onnx("ConstantOfShape", 9, [], OperatorInput.Ints())).Shape);
    }

    [Theory]
    [InlineData(0, 4, new[] { 2L, 3, 4, 5 })]
    [InlineData(-3, -1, new[] { 3L, 4 })]
    [InlineData(2, -9, new long[0])]
    [InlineData(-9, 99, new[] { 2L, 3, 4, 5 })]
    public void ShapeTakesAPartOfTheAxes(int start, int end, long[] expected) =>
        Assert.Equal(expected, Output(OperatorCase.Onnx("Shape", 15, [("start", start), ("end", end)], OperatorInput.Of(2, 3, 4, 5))).Data!.As<long>().ToArray());

    [Fact]
    public void SizeCountsElements() => Assert.Equal([24L], Output(OperatorCase.Onnx("Size", 13, [], OperatorInput.Of(2, 3, 4))).Data!.As<long>().ToArray());

    [Fact]
    public void RangeCountsUpAndDown()
    {
        Assert.Equal([1f, 3], Output(Range<float>(1, 5, 2)).Data!.As<float>().ToArray());
        Assert.Equal([10, 7], Output(Range<int>(10, 4, -3)).Data!.As<int>().ToArray());
        Assert.Empty(Output(Range<long>(5, 5, 1)).Data!.As<long>().ToArray());
        Assert.Throws<EdgeException>(() => Output(Range<int>(0, 5, 0)));
        Assert.Throws<EdgeException>(() => Output(Range<long>(0, long.MaxValue, 1)));
    }

    [Fact]
    public void RangesOutOfProportionToTheFileAreRefused()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Output(Range<long>(0, 4_000_000, 1)));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains("out of proportion", e.Message);
    }

    [Theory]
    [InlineData(1, 2, 60)]
    [InlineData(0, 1, 120)]
    [InlineData(4, 120, 1)]
    [InlineData(-1, 24, 5)]
    public void FlattenMakesTwoAxes(int axis, int rows, int columns) =>
        Assert.Equal(new Shape(rows, columns), Output(OperatorCase.Onnx("Flatten", 11, [("axis", axis)], OperatorInput.Of(2, 3, 4, 5))).Shape);

    [Fact]
    public void SqueezeRemovesAxesOfLengthOne()
    {
        OperatorInput x = OperatorInput.Of(1, 3, 1, 2);
        Assert.Equal(new Shape(3, 2), Output(OperatorCase.Onnx("Squeeze", 13, [], x)).Shape);
        Assert.Equal(new Shape(1, 3, 2), Output(OperatorCase.Onnx("Squeeze", 13, [], x, OperatorInput.Ints(-2))).Shape);
        Assert.Equal(new Shape(3, 1, 2), Output(OperatorCase.Onnx("Squeeze", 11, [("axes", new[] { 0 })], x)).Shape);
        EdgeException e = Assert.Throws<EdgeException>(() => Output(OperatorCase.Onnx("Squeeze", 13, [], x, OperatorInput.Ints(1))));
        Assert.Contains("has length 3", e.Message);
    }

    [Fact]
    public void UnsqueezeInsertsAxesOfLengthOne()
    {
        OperatorInput x = OperatorInput.Of(3, 2);
        Assert.Equal(new Shape(1, 3, 2, 1), Output(OperatorCase.Onnx("Unsqueeze", 13, [], x, OperatorInput.Ints(-1, 0))).Shape);
        Assert.Equal(new Shape(3, 1, 2), Output(OperatorCase.Onnx("Unsqueeze", 11, [("axes", new[] { 1 })], x)).Shape);
        Assert.Throws<EdgeException>(() => Output(OperatorCase.Onnx("Unsqueeze", 13, [], x, OperatorInput.Ints(1, 1))));
    }

    private static OperatorCase Range<T>(T start, T limit, T delta)
        where T : unmanaged => OperatorCase.Onnx(
            "Range", 11, [], OperatorInput.Constant(Tensor.Of<T>(default, [start])), OperatorInput.Constant(Tensor.Of<T>(default, [limit])), OperatorInput.Constant(Tensor.Of<T>(default, [delta])));

    private static T[] Constant<T>(string type, int opset, (string Name, object Value) attribute)
        where T : unmanaged => Output(OperatorCase.Onnx(type, opset, [attribute])).Data!.As<T>().ToArray();

    private static Value Output(OperatorCase item) => Build(item).Outputs[0].Value;

    private static Graph Build(OperatorCase item) => item.Build(item.MakeInputs());
}
