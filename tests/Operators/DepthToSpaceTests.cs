using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class DepthToSpaceTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("DepthToSpace", 1, [("blocksize", 2)], OperatorInput.Of(2, 12, 3, 5)) with
        {
            Reference = x => Coordinates.Fill([2, 3, 6, 10], at => Coordinates.At(x[0], [2, 12, 3, 5], at[0], (((at[2] % 2 * 2) + (at[3] % 2)) * 3) + at[1], at[2] / 2, at[3] / 2)),
        },
        OperatorCase.Onnx("DepthToSpace", 13, [("blocksize", 2), ("mode", "CRD")], OperatorInput.Of(2, 12, 3, 5)) with
        {
            Reference = x => Coordinates.Fill([2, 3, 6, 10], at => Coordinates.At(x[0], [2, 12, 3, 5], at[0], (at[1] * 4) + (at[2] % 2 * 2) + (at[3] % 2), at[2] / 2, at[3] / 2)),
        },
    ];

    [Fact]
    public void ChannelsThatAreNoMultipleOfTheBlockAreRefused()
    {
        OperatorCase item = OperatorCase.Onnx("DepthToSpace", 13, [("blocksize", 3)], OperatorInput.Of(1, 12, 3, 5));
        Assert.Contains("blocks of 3", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }
}
