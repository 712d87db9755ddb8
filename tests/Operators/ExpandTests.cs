using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ExpandTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Expand", 13, [], OperatorInput.Of(3, 1), OperatorInput.Ints(2, 1, 6)) with
        {
            Reference = x => Coordinates.Fill([2, 3, 6], at => x[0][at[1]]),
        },
        // The input broadcasts the shape too.
        OperatorCase.Onnx("Expand", 8, [], OperatorInput.Of(2, 3, 4), OperatorInput.Ints(3, 1)) with { Reference = x => x[0], NoGradient = "nothing is computed" },
        OperatorCase.Of(new Expand(new Shape(4, 37)), OperatorInput.Of(1, 37)) with { Reference = x => Coordinates.Fill([4, 37], at => x[0][at[1]]) },
        OperatorCase.Of(new Expand(new Shape(2, 5, 3)), OperatorInput.Of()) with { Reference = x => Coordinates.Fill([2, 5, 3], _ => x[0][0]) },
        OperatorCase.Of(new Expand(new Shape(1, 1, 4)), OperatorInput.Of(4)),
        OperatorCase.Of(new Expand(new Shape(3, 2)), new OperatorInput(ElementType.Bool, new Shape(3, 1), 0, 1)),
    ];

    [Fact]
    public void ShapesThatDoNotBroadcastAreRefused()
    {
        OperatorCase item = OperatorCase.Onnx("Expand", 13, [], OperatorInput.Of(3, 2), OperatorInput.Ints(3, 4));
        Assert.Contains("does not broadcast to [3, 4]", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void ATinyFileCannotAskForGigabytesAtLoad()
    {
        OperatorCase item = OperatorCase.Onnx("Expand", 13, [], OperatorInput.Weight(1, 1), OperatorInput.Ints(30_000, 60_000));
        Assert.Equal("Expand", Assert.Single(item.Build(item.MakeInputs()).Nodes).Operator.Type);
    }
}
