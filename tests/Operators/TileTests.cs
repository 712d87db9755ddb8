using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public class TileTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Tile", 13, [], OperatorInput.Of(2, 3, 5), OperatorInput.Ints(2, 3, 1)) with
        {
            Reference = x => Coordinates.Fill([4, 9, 5], at => Coordinates.At(x[0], [2, 3, 5], at[0] % 2, at[1] % 3, at[2])),
        },
        // Version 1 repeats one axis.
        OperatorCase.Onnx("Tile", 1, [], OperatorInput.Of(2, 3), OperatorInput.Ints(4), OperatorInput.Ints(1)) with
        {
            Reference = x => Coordinates.Fill([2, 12], at => x[0][(at[0] * 3) + (at[1] % 3)]),
        },
        OperatorCase.Of(new Tile(new Axes(3)), OperatorInput.Of(40)),
        OperatorCase.Of(new Tile(new Axes(1, 1, 2, 1, 2, 1, 1, 3)), OperatorInput.Of(1, 2, 1, 2, 2, 1, 2, 2)),
        OperatorCase.Of(new Tile(new Axes(2, 2)), new OperatorInput(ElementType.Int64, new Shape(2, 3), -9, 9)),
    ];
}
