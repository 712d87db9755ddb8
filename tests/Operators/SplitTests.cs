using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Operators.Split;

namespace Tests.Operators;

public class SplitTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Split", 2, 3, [("axis", 1)], OperatorInput.Of(2, 6)) with { Reference = x => [.. x[0][..2], .. x[0][6..8]] },
        OperatorCase.Onnx("Split", 11, 2, [("axis", -1), ("split", new[] { 1, 4 })], OperatorInput.Of(2, 3, 5)),
        OperatorCase.Onnx("Split", 13, 2, [], OperatorInput.Of(5, 3), OperatorInput.Ints(2, 3)) with { Reference = x => x[0][..6] },
        // The last piece is shorter.
        OperatorCase.Onnx("Split", 18, 3, [("axis", 0), ("num_outputs", 3)], OperatorInput.Of(7, 2)) with { Reference = x => x[0][..6] },
        OperatorCase.Of(new Split(1, new Axes(3, 0, 1)), OperatorInput.Of(1, 4, 5)),
    ];

    [Fact]
    public void PiecesOfTheOutermostAxisAreViews()
    {
        Node node = new("s", new Split(1, new Axes(1, 3)), new Value("x", ElementType.Float32, new Shape(1, 4, 5)));
        Assert.Equal(Sharing.View(0, 20), node.Operator.Shares(node, 1));
        Node strided = new("s", new Split(2, new Axes(1, 4)), new Value("x", ElementType.Float32, new Shape(1, 4, 5)));
        Assert.Equal(Sharing.None, strided.Operator.Shares(strided, 1));
    }

    [Fact]
    public void PiecesThatDoNotAddUpAreRefused()
    {
        EdgeException e = Assert.Throws<EdgeException>(
            () => new Node("s", new Split(0, new Axes(1, 3)), new Value("x", ElementType.Float32, new Shape(5))));
        Assert.Contains("do not add up to the 5", e.Message);
    }

    [Fact]
    public void UnequalPartsWithoutLengthsAreRefusedBeforeVersion18()
    {
        OperatorCase item = OperatorCase.Onnx("Split", 13, 2, [], OperatorInput.Of(5));
        Assert.Contains("equal pieces", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }
}
