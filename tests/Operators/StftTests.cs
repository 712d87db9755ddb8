using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class StftTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case([2, 64, 1], step: 8, length: 16, window: true, oneSided: true),
        Case([1, 50, 1], step: 7, length: 12, window: false, oneSided: true),
        Case([1, 40, 1], step: 20, length: 11, window: true, oneSided: false),
        Case([1, 30, 2], step: 5, length: 10, window: true, oneSided: false),
    ];

    [Theory]
    [InlineData(0, 16)]
    [InlineData(4, 0)]
    [InlineData(4, 65)]
    public void FramesThatDoNotFitAreRefused(int step, int length)
    {
        OperatorCase item = OperatorCase.Onnx("STFT", 17, [], OperatorInput.Of(1, 64, 1), Number(step), null, Number(length));
        Assert.Equal(ErrorKind.Shape, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Kind);
    }

    private static OperatorInput Number(int number) => OperatorInput.Constant(Tensor.Of<long>(default, [number]));

    private static OperatorCase Case(int[] shape, int step, int length, bool window, bool oneSided) =>
        OperatorCase.Onnx("STFT", 17, [("onesided", oneSided ? 1 : 0)], OperatorInput.Of(shape), Number(step), window ? OperatorInput.Weight(length) : null, Number(length)) with
        {
            Reference = v => Reference(v, shape, step, length, window, oneSided),
        };

    private static double[] Reference(double[][] v, int[] shape, int step, int length, bool window, bool oneSided)
    {
        int frames = ((shape[1] - length) / step) + 1, bins = oneSided ? (length / 2) + 1 : length, parts = shape[2];
        List<double> y = [];
        for (int frame = 0; frame < shape[0] * frames; frame++)
        {
            int first = ((frame / frames * shape[1]) + (frame % frames * step)) * parts;
            for (int k = 0; k < bins; k++)
            {
                double re = 0, im = 0;
                for (int i = 0; i < length; i++)
                {
                    double weight = window ? v[2][i] : 1, a = v[0][first + (i * parts)] * weight, b = parts == 2 ? v[0][first + (i * parts) + 1] * weight : 0;
                    (double sin, double cos) = Math.SinCos(-2 * Math.PI * (i * k % length) / length);
                    re += (a * cos) - (b * sin);
                    im += (a * sin) + (b * cos);
                }

                y.AddRange([re, im]);
            }
        }

        return [.. y];
    }
}
