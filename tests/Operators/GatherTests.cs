using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class GatherTests : OperatorContract
{
    private static readonly int[] Wanted = [2, -1, 0, 2];

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Gather", 13, [("axis", 1)], OperatorInput.Of(2, 3, 5), OperatorInput.Of(Tensor.Ints(Wanted))) with { Reference = MiddleAxis },
        OperatorCase.Onnx("Gather", 1, [("axis", -2)], OperatorInput.Of(2, 3, 5), OperatorInput.Constant(Tensor.Of<int>(new Shape(4), Wanted))) with
        {
            Reference = MiddleAxis,
        },
        // A constant scalar index is a slice without the axis.
        OperatorCase.Onnx("Gather", 13, [("axis", 1)], OperatorInput.Of(1, 4, 5), OperatorInput.Constant(Tensor.Of<long>(default, [-1]))) with
        {
            Reference = x => x[0][15..20],
        },
        // An embedding wider than a unit of the gradient, with rows that are used twice and not at all.
        OperatorCase.Of(new Gather(0), OperatorInput.Of(7, 150), OperatorInput.Of(Tensor.Of<long>(new Shape(2, 3), [1, 6, 1, -7, 3, 1]))),
        OperatorCase.Of(new Gather(0), OperatorInput.Of(5), OperatorInput.Of(Tensor.Of<int>(new Shape(3), [4, 0, 4]))),
        OperatorCase.Of(new Gather(1), new OperatorInput(ElementType.Int16, new Shape(2, 4), -9, 9), OperatorInput.Of(Tensor.Of<int>(new Shape(1, 2), [3, 1]))),
    ];

    [Fact]
    public void ARunTimeIndexOutsideOfTheAxisGivesNaNAndReadsNothing()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(2, 2), [1, 2, 3, 4]));
        Value indices = Value.Constant("i", Tensor.Of<long>(new Shape(5), [-2, 2, long.MaxValue, long.MinValue, 1]));
        float[] y = Evaluator.Run(new Node("g", new Gather(0), x, indices))[0].As<float>().ToArray();
        Assert.Equal([1, 2, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 3, 4], y);
    }

    [Fact]
    public void ARunTimeIndexOutsideOfTheAxisGivesZeroInIntegers()
    {
        Value x = Value.Constant("x", Tensor.Of<int>(new Shape(2), [5, 6]));
        Value indices = Value.Constant("i", Tensor.Of<int>(new Shape(3), [-3, 1, 2]));
        Assert.Equal([0, 6, 0], Evaluator.Run(new Node("g", new Gather(0), x, indices))[0].As<int>().ToArray());
    }

    [Fact]
    public void AConstantIndexOutsideOfTheAxisIsRefused()
    {
        OperatorCase item = OperatorCase.Onnx("Gather", 13, [], OperatorInput.Of(3, 2), OperatorInput.Ints(0, 3));
        Assert.Contains("index 3 is outside", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void TheGradientOfAnIndexOutsideOfTheAxisIsLost()
    {
        Value dy = Value.Constant("dy", Tensor.Of<float>(new Shape(3), [1, 10, 100]));
        Value indices = Value.Constant("i", Tensor.Of<long>(new Shape(3), [1, 9, -1]));
        Assert.Equal([0, 101], Evaluator.Run(new Node("g", new GatherGradient(new Shape(2), 0), dy, indices))[0].As<float>().ToArray());
    }

    private static double[] MiddleAxis(double[][] x) => Coordinates.Fill(
        [2, 4, 5], at => Coordinates.At(x[0], [2, 3, 5], at[0], (Wanted[at[1]] + 3) % 3, at[2]));
}
