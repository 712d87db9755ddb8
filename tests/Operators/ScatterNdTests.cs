using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ScatterNdTests : OperatorContract
{
    private static readonly long[] Tuples = [1, 2, 0, -1, -2, 0]; // [3, 2] into the axes [2, 3]
    private static readonly long[] Twice = [1, 2, 0, -1, -1, 2];

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(13, Tuples, (_, update) => update),
        Case(16, Twice, (old, update) => old + update, ("reduction", "add")),
        Case(16, Twice, (old, update) => old * update, ("reduction", "mul")) with { NoGradient = "products of updates have none" },
        Case(18, Twice, Math.Max, ("reduction", "max")) with { NoGradient = "extremes have none" },
        Case(18, Twice, Math.Min, ("reduction", "min")) with { NoGradient = "extremes have none" },
        // Slices wider than a unit, and whole rows by one number.
        OperatorCase.Onnx("ScatterND", 16, [], OperatorInput.Of(3, 150), OperatorInput.Of(Tensor.Of<int>(new Shape(2, 1), [-1, 0])), OperatorInput.Of(2, 150)) with
        {
            Reference = x => [.. x[2][150..], .. x[0][150..300], .. x[2][..150]],
        },
    ];

    [Fact]
    public void ARunTimeIndexOutsideOfItsAxisLosesItsUpdate()
    {
        Value data = Value.Constant("x", Tensor.Of<float>(new Shape(2, 2), [1, 2, 3, 4]));
        Value tuples = Value.Constant("i", Tensor.Of<long>(new Shape(3, 2), [0, 2, -3, 0, 1, -2]));
        Value updates = Value.Constant("u", Tensor.Of<float>(new Shape(3), [10, 20, 30]));
        Assert.Equal([1f, 2f, 30f, 4f], Evaluator.Run(new Node("s", new ScatterNd(ScatterReduction.None), data, tuples, updates))[0].As<float>().ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("index 3 is outside of axis 0", Refusal(OperatorInput.Constant(Tensor.Of<long>(new Shape(1, 1), [3])), 2), StringComparison.Ordinal);
        Assert.Contains("updates", Refusal(OperatorInput.Constant(Tensor.Of<long>(new Shape(1, 1), [1])), 3), StringComparison.Ordinal);
        Assert.Contains("tuples of 1 to 2 numbers", Refusal(OperatorInput.Of(Tensor.Of<long>(new Shape(1, 3), [1, 0, 0])), 2), StringComparison.Ordinal);
    }

    private static string Refusal(OperatorInput tuples, int width)
    {
        OperatorCase item = OperatorCase.Onnx("ScatterND", 16, [], OperatorInput.Of(3, 2), tuples, OperatorInput.Of(1, width));
        return Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message;
    }

    private static OperatorCase Case(int opset, long[] tuples, Func<double, double, double> combine, params (string, object)[] reduction) =>
        OperatorCase.Onnx("ScatterND", opset, reduction, OperatorInput.Of(2, 3, 4), OperatorInput.Of(Tensor.Of<long>(new Shape(3, 2), tuples)), OperatorInput.Of(3, 4)) with
        {
            Reference = x =>
            {
                double[] y = (double[])x[0].Clone();
                for (int i = 0; i < 12; i++)
                {
                    int row = (int)((((tuples[i / 4 * 2] + 2) % 2) * 3) + ((tuples[(i / 4 * 2) + 1] + 3) % 3));
                    y[(row * 4) + (i % 4)] = combine(y[(row * 4) + (i % 4)], x[2][i]);
                }

                return y;
            },
        };
}
