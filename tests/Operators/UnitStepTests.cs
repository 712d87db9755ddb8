using System;
using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class UnitStepTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("edge.Step", 13, [], OperatorInput.Of(3, 37)) with
        {
            Reference = x => Array.ConvertAll(x[0], v => v >= 0 ? 1.0 : 0.0),
            NoGradient = "flat on both sides of a jump",
        },
    ];
}
