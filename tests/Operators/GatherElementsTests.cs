using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class GatherElementsTests : OperatorContract
{
    private static readonly int[] Wanted = [2, -1, 0, 2, 1, -3, 0, 0, 1, 1, -1, 2]; // [2, 2, 3] of the lengths [2, 3, 4]

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        // Fewer indices than elements on the axes around: some lines are never picked from.
        OperatorCase.Onnx("GatherElements", 13, [("axis", 1)], OperatorInput.Of(2, 3, 4), OperatorInput.Of(Tensor.Of<int>(new Shape(2, 2, 3), Wanted))) with { Reference = Middle },
        OperatorCase.Onnx("GatherElements", 11, [("axis", -2)], OperatorInput.Of(2, 3, 4), OperatorInput.Constant(Tensor.Of<int>(new Shape(2, 2, 3), Wanted))) with { Reference = Middle },
        // More indices than the axis is long, as many picks of one element.
        OperatorCase.Onnx("GatherElements", 13, [], OperatorInput.Of(2, 1), OperatorInput.Of(Tensor.Of<long>(new Shape(5, 1), [1, 1, 0, -1, 1]))) with
        {
            Reference = x => [x[0][1], x[0][1], x[0][0], x[0][1], x[0][1]],
        },
        OperatorCase.Of(new GatherElements(0), OperatorInput.Of(5), OperatorInput.Of(Tensor.Of<int>(new Shape(3), [4, 0, 4]))),
        Integers(ElementType.UInt8),
        Integers(ElementType.Int16),
        Integers(ElementType.Int64),
    ];

    [Fact]
    public void ARunTimeIndexOutsideOfTheAxisGivesNaNOrZeroAndReadsNothing()
    {
        Value indices = Value.Constant("i", Tensor.Of<long>(new Shape(4), [-2, 2, long.MinValue, 1]));
        Value floats = Value.Constant("x", Tensor.Of<float>(new Shape(2), [1, 2]));
        Value integers = Value.Constant("x", Tensor.Of<int>(new Shape(2), [5, 6]));
        Assert.Equal([1, float.NaN, float.NaN, 2], Evaluator.Run(new Node("g", new GatherElements(0), floats, indices))[0].As<float>().ToArray());
        Assert.Equal([5, 0, 0, 6], Evaluator.Run(new Node("g", new GatherElements(0), integers, indices))[0].As<int>().ToArray());
    }

    [Fact]
    public void TheGradientOfAnIndexOutsideOfTheAxisIsLost()
    {
        Value dy = Value.Constant("dy", Tensor.Of<float>(new Shape(3), [1, 10, 100]));
        Value indices = Value.Constant("i", Tensor.Of<long>(new Shape(3), [1, 9, -1]));
        Assert.Equal([0, 101], Evaluator.Run(new Node("g", new GatherElementsGradient(new Shape(2), 0), dy, indices))[0].As<float>().ToArray());
    }

    [Fact]
    public void AConstantIndexOutsideOfTheAxisIsRefused() =>
        Assert.Contains("index 3 is outside of axis 0", Refusal(OperatorInput.Of(3), OperatorInput.Ints(0, 3)));

    [Fact]
    public void IndicesOfAnotherRankOrLongerThanTheOtherAxesAreRefused()
    {
        Assert.Contains("must have the axes of", Refusal(OperatorInput.Of(3, 2), OperatorInput.Ints(0, 1)));
        Assert.Contains("must have the axes of", Refusal(OperatorInput.Of(3, 2), OperatorInput.Of(Tensor.Of<long>(new Shape(1, 3), [0, 0, 0]))));
    }

    private static string Refusal(OperatorInput x, OperatorInput indices)
    {
        OperatorCase item = OperatorCase.Onnx("GatherElements", 13, [], x, indices);
        return Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message;
    }

    private static OperatorCase Integers(ElementType type) =>
        OperatorCase.Of(new GatherElements(1), new OperatorInput(type, new Shape(2, 4), 0, 9), OperatorInput.Of(Tensor.Of<int>(new Shape(2, 2), [3, -4, 0, 1]))) with
        {
            Reference = x => [x[0][3], x[0][0], x[0][4], x[0][5]],
            NoGradient = "integers",
        };

    private static double[] Middle(double[][] x) => Coordinates.Fill(
        [2, 2, 3], at => Coordinates.At(x[0], [2, 3, 4], at[0], (Wanted[(at[0] * 6) + (at[1] * 3) + at[2]] + 3) % 3, at[2]));
}
