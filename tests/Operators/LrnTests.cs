using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public class LrnTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case([2, 9, 3, 2], 3, 0.5f, 0.75f, 1),
        Case([1, 20, 5], 5, 1e-4f, 0.75f, 2),
        Case([1, 17, 3], 4, 0.3f, 0.6f, 1.5f), // an even window has one channel more behind than before
        Case([1, 2, 4], 7, 0.8f, 0.75f, 1),
        OperatorCase.Of(new LrnGradient(new Lrn(4, 0.3f, 0.6f, 1.5f)), OperatorInput.Of(20, 19), OperatorInput.Of(20, 19)) with { NoGradient = "it is one" },
    ];

    private static OperatorCase Case(int[] shape, int size, float alpha, float beta, float bias)
    {
        int inner = shape.Length == 3 ? shape[2] : shape[2] * shape[3];
        return OperatorCase.Onnx("LRN", 13, [("size", size), ("alpha", alpha), ("beta", beta), ("bias", bias)], OperatorInput.Of(shape)) with
        {
            Reference = v => NormalizationReference.Lrn(v[0], shape[1], inner, size, alpha, beta, bias),
        };
    }
}
