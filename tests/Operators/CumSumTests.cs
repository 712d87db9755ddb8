using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;

namespace Tests.Operators;

public class CumSumTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(1, [], (own, other) => other <= own),
        Case(-2, [("exclusive", 1)], (own, other) => other < own),
        Case(1, [("reverse", 1)], (own, other) => other >= own),
        Case(1, [("reverse", 1), ("exclusive", 1)], (own, other) => other > own),
        OperatorCase.Onnx("CumSum", 11, [], new OperatorInput(ElementType.Int32, new Shape(4), -50, 50), OperatorInput.Ints(0)) with
        {
            Reference = x => [x[0][0], x[0][0] + x[0][1], x[0][0] + x[0][1] + x[0][2], x[0][0] + x[0][1] + x[0][2] + x[0][3]],
            NoGradient = "integers",
        },
    ];

    private static OperatorCase Case(int axis, (string, object)[] attributes, Func<int, int, bool> counts) =>
        OperatorCase.Onnx("CumSum", 14, attributes, OperatorInput.Of(3, 5, 4), OperatorInput.Ints(axis)) with
        {
            Reference = x => Coordinates.Fill([3, 5, 4], at =>
            {
                double sum = 0;
                for (int i = 0; i < 5; i++)
                    sum += counts(at[1], i) ? Coordinates.At(x[0], [3, 5, 4], at[0], i, at[2]) : 0;
                return sum;
            }),
        };
}
