using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class WhereTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(ElementType.Float32, [3, 17], [3, 17], [3, 17]),
        Case(ElementType.Float32, [2, 1, 5], [3, 1], []),
        Case(ElementType.Float32, [], [4, 1], [1, 9]),
        Case(ElementType.Int64, [7], [2, 7], [1]) with { NoGradient = "integers" },
        Case(ElementType.Int16, [7], [2, 7], [1]) with { NoGradient = "integers" },
        Case(ElementType.UInt8, [2, 1], [5], [5]) with { NoGradient = "integers" },
        Case(ElementType.UInt8, [3, 19], [3, 19], [3, 19]) with { NoGradient = "integers" },
        Case(ElementType.UInt8, [2, 35], [35], []) with { NoGradient = "integers" },
        Case(ElementType.Int16, [3, 19], [3, 19], [3, 19]) with { NoGradient = "integers" },
        Case(ElementType.Int64, [3, 5], [], [3, 5]) with { NoGradient = "integers" },
        Case(ElementType.Float32, [2, 19], [19], [2, 1]),
    ];

    [Fact]
    public void OperandsOfDifferentTypesAreAnError()
    {
        Value condition = Value.Constant("c", Tensor.Of<bool>(new Shape(1), [true]));
        EdgeException e = Assert.Throws<EdgeException>(() => new Node("w", new Where(), condition, Value.Constant("a", Tensor.Scalar(1)), Value.Constant("b", Tensor.Ints(1))));
        Assert.Contains("one type", e.Message, StringComparison.Ordinal);
    }

    private static OperatorCase Case(ElementType type, int[] condition, int[] a, int[] b) => OperatorCase.Onnx(
        "Where", 16, [], new OperatorInput(ElementType.Bool, new Shape(condition), 0, 1), new OperatorInput(type, new Shape(a), 0, 100), new OperatorInput(type, new Shape(b), 0, 100)) with
        {
            Reference = x =>
            {
                int[] shape = Shape.Broadcast(Shape.Broadcast(new Shape(condition), new Shape(a))!.Value, new Shape(b))!.Value.Dims.ToArray();
                double[] y = new double[new Shape(shape).Count];
                for (int i = 0; i < y.Length; i++)
                    y[i] = x[0][Pairs.Index(i, shape, condition)] != 0 ? x[1][Pairs.Index(i, shape, a)] : x[2][Pairs.Index(i, shape, b)];
                return y;
            },
        };
}
