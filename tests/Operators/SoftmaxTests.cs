using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class SoftmaxTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach (string name in (string[])["Softmax", "LogSoftmax"])
            {
                foreach (int length in (int[])[1, 10, 16, 33])
                    yield return Onnx(name, 13, -1, [3, length], 3, length, 1);
                yield return Onnx(name, 13, 1, [2, 5, 70], 2, 5, 70); // columns: a whole block and a part of one
                yield return Onnx(name, 13, 0, [4, 3], 1, 4, 3);
                yield return Onnx(name, 11, 1, [2, 3, 4], 2, 12, 1); // all axes from 1 on are one
                yield return OperatorCase.Of(new SoftmaxGradient(1, name[0] == 'L'), OperatorInput.Of(3, 20), OperatorInput.Of(3, 20)) with { NoGradient = "it is one itself" };
                yield return OperatorCase.Of(new SoftmaxGradient(0, name[0] == 'L'), OperatorInput.Of(3, 9), OperatorInput.Of(3, 9)) with { NoGradient = "it is one itself" };
            }
        }
    }

    [Fact]
    public void LargeNumbersDoNotOverflow()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(1, 3), [1e38f, -1e38f, 1e38f]));
        Assert.Equal([0.5f, 0, 0.5f], Evaluator.Run(new Node("s", new Softmax(1), x))[0].As<float>().ToArray());
        Value y = Value.Constant("x", Tensor.Of<float>(new Shape(1, 2), [1000, 0]));
        Assert.Equal([0f, -1000], Evaluator.Run(new Node("s", new Softmax(1, Logarithm: true), y))[0].As<float>().ToArray());
    }

    private static OperatorCase Onnx(string name, int opset, int axis, int[] shape, int outer, int length, int inner) =>
        OperatorCase.Onnx(name, opset, [("axis", axis)], OperatorInput.Of(-6, 6, shape)) with
        {
            Reference = x => Coordinates.Fill([outer, length, inner], at =>
            {
                double sum = 0;
                for (int i = 0; i < length; i++)
                    sum += Math.Exp(Coordinates.At(x[0], [outer, length, inner], at[0], i, at[2]));
                double logarithm = Coordinates.At(x[0], [outer, length, inner], at) - Math.Log(sum);
                return name == "Softmax" ? Math.Exp(logarithm) : logarithm;
            }),
            Tolerance = 2e-6,
        };
}
