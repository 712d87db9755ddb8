using System;
using System.Collections.Generic;
using Tests.Support;

namespace Tests.Operators;

public class GroupNormalizationTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases => [Case(18, 2, 6, 2), Case(18, 1, 34, 17), Case(21, 2, 6, 3), Case(21, 1, 20, 1)];

    /// <summary>Operator set 18 has a scale for each group, 21 one for each channel.</summary>
    private static OperatorCase Case(int opset, int n, int c, int groups)
    {
        int parameters = opset < 21 ? groups : c;
        OperatorInput[] inputs = [OperatorInput.Of(n, c, 2, 3), OperatorInput.Of(0.5, 2, [parameters]), OperatorInput.Of(parameters)];
        return OperatorCase.Onnx("GroupNormalization", opset, [("num_groups", groups), ("epsilon", 1e-3f)], inputs) with
        {
            Reference = v => NormalizationReference.ChannelsFirst(v[0], n, c, 6, c / groups, 1e-3f, Spread(v[1], c), Spread(v[2], c)),
        };
    }

    private static double[] Spread(double[] values, int channels)
    {
        double[] spread = new double[channels];
        for (int i = 0; i < channels; i++)
            spread[i] = values[i / (channels / values.Length)];
        return spread;
    }
}
