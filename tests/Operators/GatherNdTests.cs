using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class GatherNdTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("GatherND", 13, [], OperatorInput.Of(2, 3, 4), OperatorInput.Of(Tensor.Of<long>(new Shape(3, 2), [1, 2, 0, -1, 1, 2]))) with
        {
            Reference = x => [.. x[0][20..], .. x[0][8..12], .. x[0][20..]],
        },
        OperatorCase.Onnx("GatherND", 12, [("batch_dims", 1)], OperatorInput.Of(2, 3, 2), OperatorInput.Constant(Tensor.Of<int>(new Shape(2, 2, 1), [2, 0, -2, -2]))) with
        {
            Reference = x => [.. x[0][4..6], .. x[0][..2], .. x[0][8..10], .. x[0][8..10]],
        },
        OperatorCase.Onnx("GatherND", 11, [], OperatorInput.Of(5), OperatorInput.Of(Tensor.Of<int>(new Shape(1, 2, 1), [4, -5]))) with { Reference = x => [x[0][4], x[0][0]] },
        OperatorCase.Onnx("GatherND", 13, [], new OperatorInput(ElementType.Int8, new Shape(3, 3), -9, 9), OperatorInput.Of(Tensor.Of<long>(new Shape(2, 2), [0, 1, 2, 2]))) with
        {
            Reference = x => [x[0][1], x[0][8]],
            NoGradient = "integers",
        },
    ];

    [Fact]
    public void ARunTimeIndexOutsideOfItsAxisGivesNaNOrZero()
    {
        Value tuples = Value.Constant("i", Tensor.Of<long>(new Shape(3, 1), [2, -3, -1]));
        Value floats = Value.Constant("x", Tensor.Of<float>(new Shape(2), [1, 2]));
        Value integers = Value.Constant("x", Tensor.Of<int>(new Shape(2), [5, 6]));
        Assert.Equal([float.NaN, float.NaN, 2], Evaluator.Run(new Node("g", new GatherNd(0), floats, tuples))[0].As<float>().ToArray());
        Assert.Equal([0, 0, 6], Evaluator.Run(new Node("g", new GatherNd(0), integers, tuples))[0].As<int>().ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("index 3 is outside of axis 1", Refusal(0, OperatorInput.Constant(Tensor.Of<long>(new Shape(1, 2), [0, 3]))), StringComparison.Ordinal);
        Assert.Contains("tuples of 1 to 2 numbers", Refusal(0, OperatorInput.Of(Tensor.Of<long>(new Shape(1, 3), [0, 0, 0]))), StringComparison.Ordinal);
        Assert.Contains("behind 1 common axes", Refusal(1, OperatorInput.Of(Tensor.Of<long>(new Shape(3, 1), [0, 0, 0]))), StringComparison.Ordinal);
    }

    private static string Refusal(int batch, OperatorInput tuples)
    {
        OperatorCase item = OperatorCase.Onnx("GatherND", 13, [("batch_dims", batch)], OperatorInput.Of(2, 3), tuples);
        return Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message;
    }
}
