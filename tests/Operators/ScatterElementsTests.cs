using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ScatterElementsTests : OperatorContract
{
    // [2, 2, 3] of the lengths [2, 4, 3], on axis 1; each line names different elements, so that the order does not matter.
    private static readonly int[] Places = [2, -1, 0, 0, 1, -3, 3, 0, 1, 1, -1, 2];

    // The same element is named twice in two lines.
    private static readonly int[] Twice = [2, -1, 0, 2, 1, -4, 3, 0, 1, 1, -1, 2];

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(13, Places, (_, update) => update),
        Case(16, Twice, (old, update) => old + update, ("reduction", "add")),
        Case(16, Twice, (old, update) => old * update, ("reduction", "mul")) with { NoGradient = "products of updates have none" },
        Case(18, Twice, Math.Max, ("reduction", "max")) with { NoGradient = "extremes have none" },
        Case(18, Twice, Math.Min, ("reduction", "min")) with { NoGradient = "extremes have none" },
        OperatorCase.Onnx("Scatter", 9, [("axis", 1)], OperatorInput.Of(2, 4, 3), Indices(Places), OperatorInput.Of(2, 2, 3)) with { Reference = Reference(Places, (_, update) => update) },
        OperatorCase.Onnx("ScatterElements", 18, [("reduction", "add")], new OperatorInput(ElementType.Int64, new Shape(5), -9, 9),
            OperatorInput.Of(Tensor.Of<long>(new Shape(3), [4, 0, 4])), new OperatorInput(ElementType.Int64, new Shape(3), -9, 9)) with
        {
            Reference = x => [x[0][0] + x[2][1], x[0][1], x[0][2], x[0][3], x[0][4] + x[2][0] + x[2][2]],
            NoGradient = "integers",
        },
    ];

    [Fact]
    public void TheLastUpdateOfAnElementStays()
    {
        Tensor y = Evaluator.Run(new Node("s", new ScatterElements(0, ScatterReduction.None), Floats(1, 2), Value.Constant("i", Tensor.Ints(1, 1, 1)), Floats(7, 8, 9)))[0];
        Assert.Equal([1f, 9f], y.As<float>().ToArray());
    }

    [Fact]
    public void ARunTimeIndexOutsideOfTheAxisLosesItsUpdate()
    {
        Tensor y = Evaluator.Run(new Node("s", new ScatterElements(0, ScatterReduction.Add), Floats(1, 2), Value.Constant("i", Tensor.Ints(2, -3, -2)), Floats(7, 8, 9)))[0];
        Assert.Equal([10f, 2f], y.As<float>().ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("index 3 is outside of axis 0", Refusal("add", OperatorInput.Ints(3)), StringComparison.Ordinal);
        Assert.Contains("must have one shape", Refusal("add", OperatorInput.Ints(0, 1)), StringComparison.Ordinal);
        Assert.Contains("reduction 'mean'", Refusal("mean", OperatorInput.Ints(0)), StringComparison.Ordinal);
    }

    private static string Refusal(string reduction, OperatorInput indices)
    {
        OperatorCase item = OperatorCase.Onnx("ScatterElements", 16, [("reduction", reduction)], OperatorInput.Of(3), indices, OperatorInput.Of(1));
        return Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message;
    }

    private static OperatorCase Case(int opset, int[] places, Func<double, double, double> combine, params (string, object)[] reduction) =>
        OperatorCase.Onnx("ScatterElements", opset, [("axis", -2), .. reduction], OperatorInput.Of(2, 4, 3), Indices(places), OperatorInput.Of(2, 2, 3)) with
        {
            Reference = Reference(places, combine),
        };

    private static OperatorInput Indices(int[] places) => OperatorInput.Of(Tensor.Of<int>(new Shape(2, 2, 3), places));

    private static Func<double[][], double[]> Reference(int[] places, Func<double, double, double> combine) => x =>
    {
        double[] y = (double[])x[0].Clone();
        for (int i = 0; i < places.Length; i++)
        {
            int at = (i / 6 * 12) + ((places[i] + 4) % 4 * 3) + (i % 3);
            y[at] = combine(y[at], x[2][i]);
        }

        return y;
    };

    private static Value Floats(params float[] values) => Value.Constant("f", Tensor.Of<float>(new Shape(values.Length), values));
}
