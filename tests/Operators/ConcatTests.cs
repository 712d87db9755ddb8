using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ConcatTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Concat", 13, [("axis", 0)], OperatorInput.Of(2, 3), OperatorInput.Of(1, 3), OperatorInput.Of(4, 3)) with
        {
            Reference = x => [.. x[0], .. x[1], .. x[2]],
        },
        OperatorCase.Onnx("Concat", 11, [("axis", -1)], OperatorInput.Of(2, 3), OperatorInput.Of(2, 5)) with { Reference = SideBySide },
        // Version 1 joins channels where it names no axis.
        OperatorCase.Onnx("Concat", 1, [], OperatorInput.Of(2, 3), OperatorInput.Of(2, 5)) with { Reference = SideBySide },
        OperatorCase.Of(new Concat(1), OperatorInput.Of(1, 2, 4, 4), OperatorInput.Of(1, 1, 4, 4)),
        OperatorCase.Of(new Concat(2), OperatorInput.Of(3, 2, 1), OperatorInput.Of(3, 2, 0), OperatorInput.Of(3, 2, 7)),
        OperatorCase.Of(new Concat(1), new OperatorInput(ElementType.Int8, new Shape(3, 2), -100, 100), new OperatorInput(ElementType.Int8, new Shape(3, 3), -100, 100)),
    ];

    [Fact]
    public void PartsLieInTheWholeWhereTheAxesBeforeHaveLengthOne()
    {
        Value a = new("a", ElementType.Float32, new Shape(1, 2, 4)), b = new("b", ElementType.Float32, new Shape(1, 3, 4));
        Node inPlace = new("c", new Concat(1), a, b);
        Assert.Equal([0L, 32], [inPlace.Operator.PlaceOfInput(inPlace, 0), inPlace.Operator.PlaceOfInput(inPlace, 1)]);
        Node apart = new("c", new Concat(2), a, a);
        Assert.Equal(-1, apart.Operator.PlaceOfInput(apart, 1));
    }

    [Fact]
    public void DifferentLengthsOfOtherAxesAreRefused()
    {
        Value a = new("a", ElementType.Float32, new Shape(2, 3)), b = new("b", ElementType.Float32, new Shape(3, 3));
        EdgeException e = Assert.Throws<EdgeException>(() => new Node("c", new Concat(1), a, b));
        Assert.Equal(ErrorKind.Shape, e.Kind);
        Assert.Contains("input 1 is 'b'", e.Message);
    }

    private static double[] SideBySide(double[][] x) => [.. x[0][..3], .. x[1][..5], .. x[0][3..], .. x[1][5..]];
}
