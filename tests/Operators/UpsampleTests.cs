using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;

namespace Tests.Operators;

public class UpsampleTests : OperatorContract
{
    private static Tensor Scales => Tensor.Of<float>(new Shape(4), [1, 1, 2, 3]);

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Upsample", 9, [("mode", "nearest")], OperatorInput.Of(1, 2, 3, 5), OperatorInput.Constant(Scales)) with { Reference = Repeated },
        OperatorCase.Onnx("Upsample", 7, [("mode", "linear"), ("scales", new[] { 1f, 1f, 2f, 2f })], OperatorInput.Of(1, 3, 4, 4)),
    ];

    private static double[] Repeated(double[][] inputs)
    {
        const int Planes = 2, Rows = 3, Columns = 5;
        List<double> y = [];
        for (int row = 0; row < Planes * Rows * 2; row++)
        {
            for (int column = 0; column < Columns * 3; column++)
                y.Add(inputs[0][(row / 2 * Columns) + (column / 3)]);
        }

        return [.. y];
    }
}
