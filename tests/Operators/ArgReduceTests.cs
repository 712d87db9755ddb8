using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ArgReduceTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("ArgMax", 13, [("axis", 1), ("keepdims", 0)], OperatorInput.Of(2, 5, 3)) with { Reference = x => Greatest(x[0], 1) },
        OperatorCase.Onnx("ArgMin", 1, [("axis", 1)], OperatorInput.Of(2, 5, 3)) with { Reference = x => Greatest(x[0], -1) },
        OperatorCase.Onnx("ArgMax", 12, [("axis", -1), ("select_last_index", 1)], new OperatorInput(ElementType.Int32, new Shape(4, 9), 0, 3)),
        OperatorCase.Of(new ArgReduce(0, Least: false, SelectLast: false), OperatorInput.Of(30)),
        OperatorCase.Of(new ArgReduce(0, Least: true, SelectLast: false), new OperatorInput(ElementType.UInt8, new Shape(6, 2), 0, 255)),
    ];

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 2)]
    public void OfEqualElementsTheFirstCountsOrTheLast(bool least, bool last, long expected)
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(4), [1, 5, 1, 5]));
        Assert.Equal(expected, Evaluator.Run(new Node("a", new ArgReduce(0, least, last), x))[0].As<long>()[0]);
    }

    [Fact]
    public void AnEmptyAxisIsRefused() =>
        Assert.Throws<EdgeException>(() => new Node("a", new ArgReduce(0, false, false), new Value("x", ElementType.Float32, new Shape(0))));

    private static double[] Greatest(double[] x, int sign) => Coordinates.Fill([2, 3], at =>
    {
        int best = 0;
        for (int i = 1; i < 5; i++)
        {
            if (sign * Coordinates.At(x, [2, 5, 3], at[0], i, at[1]) > sign * Coordinates.At(x, [2, 5, 3], at[0], best, at[1]))
                best = i;
        }

        return best;
    });
}
