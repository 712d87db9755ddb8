using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class SpaceToDepthTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("SpaceToDepth", 13, [("blocksize", 2)], OperatorInput.Of(2, 3, 4, 6)) with
        {
            Reference = x => Coordinates.Fill([2, 12, 2, 3], at => Coordinates.At(x[0], [2, 3, 4, 6], at[0], at[1] % 3, (at[2] * 2) + (at[1] / 6), (at[3] * 2) + (at[1] / 3 % 2))),
        },
    ];
}
