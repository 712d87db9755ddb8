using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class ConvTransposeTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((Window window, int groups, Shape big, int channels) in ConvTests.Shapes)
            {
                Shape small = ConvTests.Output(window, big, channels);
                int[] w = [channels, big[^1] / groups, .. window.Kernel.Span];
                ConvTranspose op = ConvTranspose.GradientOf(window, groups, big, small);
                yield return OperatorCase.Of(op, OperatorInput.Of(small.Dims.ToArray()), OperatorInput.Weight(w), OperatorInput.Weight(big[^1])) with
                {
                    Tolerance = 4e-5,
                    Reference = v => ConvReference.Transposed(window, groups, big, small, v[0], v[1], v[2]),
                };
                yield return OperatorCase.Of(op, OperatorInput.Of(small.Dims.ToArray()), OperatorInput.Of(w)) with
                {
                    Tolerance = 4e-5,
                    Reference = v => ConvReference.Transposed(window, groups, big, small, v[0], v[1]),
                };
            }
            yield return OperatorCase.Onnx(
                "ConvTranspose", 11, [("strides", new int[] { 3, 2 }), ("output_shape", new int[] { 10, 8 })], OperatorInput.Of(1, 1, 3, 3), OperatorInput.Weight(1, 2, 3, 3));
        }
    }
}
