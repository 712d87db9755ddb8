using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

/// <summary>Operators that give the same elements another shape.</summary>
public class ViewTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Same("Identity", 13, []),
        Same("Flatten", 13, [("axis", 2)]),
        Same("Reshape", 13, [], OperatorInput.Ints(4, -1)),
        Same("Squeeze", 11, [("axes", new[] { 1 })]),
        Same("Unsqueeze", 13, [], OperatorInput.Ints(0, -1)),
    ];

    private static OperatorCase Same(string type, int opset, (string Name, object Value)[] attributes, params OperatorInput[] more) =>
        OperatorCase.Onnx(type, opset, attributes, [OperatorInput.Of(2, 1, 6), .. more]) with { Reference = x => x[0], Tolerance = 0 };
}
