using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class TopKTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("TopK", 11, 2, [("axis", 1)], OperatorInput.Of(2, 20, 3), OperatorInput.Ints(4)) with { Reference = x => Sorted(x[0], 4, 1) },
        OperatorCase.Onnx("TopK", 11, 2, [("axis", 1), ("largest", 0), ("sorted", 0)], OperatorInput.Of(2, 20, 3), OperatorInput.Ints(20)) with
        {
            Reference = x => Sorted(x[0], 20, -1),
        },
        OperatorCase.Onnx("TopK", 10, 2, [], OperatorInput.Of(3, 9), OperatorInput.Ints(1)),
        OperatorCase.Onnx("TopK", 1, 2, [("k", 2)], OperatorInput.Of(3, 9)),
        OperatorCase.Of(new TopK(5, 0, Largest: true), new OperatorInput(ElementType.Int64, new Shape(17), 0, 4)),
        OperatorCase.Of(new TopK(0, 0, Largest: true), new OperatorInput(ElementType.UInt8, new Shape(3), 0, 4)),
    ];

    [Fact]
    public void OfEqualElementsTheLowerIndexComesFirst()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(6), [2, 7, 7, 1, 7, 2]));
        Assert.Equal([1L, 2, 4, 0], Evaluator.Run(new Node("t", new TopK(4, 0, Largest: true), x))[1].As<long>().ToArray());
        Assert.Equal([3L, 0, 5, 1], Evaluator.Run(new Node("t", new TopK(4, 0, Largest: false), x))[1].As<long>().ToArray());
    }

    [Fact]
    public void NaNIsGreaterThanAnyNumber()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(4), [1, float.NaN, float.PositiveInfinity, float.NaN]));
        Assert.Equal([1L, 3, 2, 0], Evaluator.Run(new Node("t", new TopK(4, 0, Largest: true), x))[1].As<long>().ToArray());
        Assert.Equal([0L, 2, 1, 3], Evaluator.Run(new Node("t", new TopK(4, 0, Largest: false), x))[1].As<long>().ToArray());
    }

    [Fact]
    public void MoreThanThereAreIsRefused() =>
        Assert.Throws<EdgeException>(() => new Node("t", new TopK(4, 0, true), new Value("x", ElementType.Float32, new Shape(3))));

    private static double[] Sorted(double[] x, int k, int sign) => Coordinates.Fill([2, k, 3], at =>
    {
        double[] set = Coordinates.Fill([20], i => sign * Coordinates.At(x, [2, 20, 3], at[0], i[0], at[2]));
        Array.Sort(set);
        return sign * set[19 - at[1]];
    });
}
