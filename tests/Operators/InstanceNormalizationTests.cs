using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class InstanceNormalizationTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases => [Case(2, 5, [4, 3]), Case(1, 18, [11])];

    private static OperatorCase Case(int n, int c, int[] spatial)
    {
        int p = spatial.Length == 1 ? spatial[0] : spatial[0] * spatial[1];
        return OperatorCase.Onnx("InstanceNormalization", 6, [], OperatorInput.Of([n, c, .. spatial]), OperatorInput.Of(0.5, 2, [c]), OperatorInput.Of(c)) with
        {
            Reference = v => NormalizationReference.ChannelsFirst(v[0], n, c, p, 1, 1e-5f, v[1], v[2]),
        };
    }
}
