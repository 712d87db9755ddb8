using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class ConvTests : OperatorContract
{
    /// <summary>A window over two axes.</summary>
    internal static Window Square(int kernel, int stride = 1, int pad = 0, int dilation = 1) => new(
        new Axes(kernel, kernel), new Axes(stride, stride), new Axes(dilation, dilation), new Axes(pad, pad), new Axes(pad, pad));

    /// <summary>What gives conv, transposed conv and weight gradient something to do: window, groups, x, channels out.</summary>
    internal static IEnumerable<(Window Window, int Groups, Shape X, int Outputs)> Shapes =>
    [
        (Square(3), 1, new Shape(2, 9, 8, 1), 8),
        (Square(3, pad: 1), 1, new Shape(2, 7, 9, 5), 20),
        (Square(3, stride: 2, pad: 1), 1, new Shape(1, 12, 11, 16), 17),
        (Square(2, stride: 3), 1, new Shape(1, 11, 10, 3), 9),
        (Square(3, stride: 2, pad: 2, dilation: 2), 1, new Shape(1, 9, 10, 4), 6),
        (Square(3, pad: 1), 1, new Shape(3, 12, 11, 5), 6),
        (Square(3, pad: 1), 3, new Shape(1, 6, 7, 9), 12),
        (Square(3, pad: 1), 1, new Shape(1, 8, 10, 16), 32),
        (Square(3, pad: 1), 1, new Shape(1, 6, 6, 64), 48),
        (Square(1), 1, new Shape(2, 5, 6, 24), 10),
        (Square(1, stride: 2), 1, new Shape(1, 7, 8, 6), 33),
        (Square(3, pad: 1), 21, new Shape(2, 6, 9, 21), 21),
        (Square(3, stride: 2, pad: 1), 8, new Shape(1, 8, 7, 8), 8),
        (Square(3, stride: 2, pad: 1), 4, new Shape(1, 8, 7, 4), 8),
        (new Window(new Axes(5), new Axes(2), new Axes(1), new Axes(3), new Axes(1)), 1, new Shape(2, 19, 3), 7),
        // Several images whose padding is behind them alone, as SAME_UPPER has it: zeros behind one must not reach the next.
        (new Window(new Axes(3, 3), new Axes(2, 2), new Axes(1, 1), new Axes(0, 0), new Axes(1, 1)), 1, new Shape(3, 8, 6, 3), 5),
        (new Window(new Axes(2, 3, 2), new Axes(1, 2, 1), new Axes(2, 1, 1), new Axes(1, 1, 0), new Axes(1, 0, 1)), 1, new Shape(1, 5, 6, 5, 3), 5),
    ];

    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((Window window, int groups, Shape x, int outputs) in Shapes)
            {
                Shape y = Output(window, x, outputs);
                int[] w = [outputs, x[^1] / groups, .. window.Kernel.Span];
                Conv conv = new(window, groups, Bounds.None);
                yield return OperatorCase.Of(conv, OperatorInput.Of(x.Dims.ToArray()), OperatorInput.Weight(w), OperatorInput.Weight(outputs)) with
                {
                    Tolerance = 4e-5,
                    Reference = v => ConvReference.Forward(window, groups, x, y, v[0], v[1], v[2]),
                };
                yield return OperatorCase.Of(
                    conv with { Bounds = new Bounds(-1, 2) }, OperatorInput.Of(x.Dims.ToArray()), OperatorInput.Of(w), null, OperatorInput.Of(y.Dims.ToArray())) with
                {
                    Tolerance = 4e-5,
                    Reference = v => Clamp(ConvReference.Forward(window, groups, x, y, v[0], v[1]), v[2], -1, 2),
                    NoGradient = "a bound may lie within a difference; FusedGradientTests compare with the parts",
                };
            }
            yield return OperatorCase.Onnx(
                "Conv", 11, [("pads", new int[] { 0, 1, 2, 1 }), ("strides", new int[] { 2, 1 })], OperatorInput.Of(1, 1, 6, 5), OperatorInput.Weight(3, 1, 3, 3));
            yield return OperatorCase.Onnx("Conv", 1, [("auto_pad", "SAME_UPPER")], OperatorInput.Of(2, 4, 7), OperatorInput.Weight(3, 4, 4), OperatorInput.Weight(3));
        }
    }

    internal static Shape Output(Window window, Shape x, int outputs)
    {
        int[] y = x.Dims.ToArray();
        for (int i = 0; i < window.Rank; i++)
            y[i + 1] = ((y[i + 1] + window.Begin[i] + window.End[i] - window.Extent(i)) / window.Strides[i]) + 1;
        y[^1] = outputs;
        return new Shape(y);
    }

    internal static double[] Clamp(double[] y, double[] residual, double low, double high)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = Math.Clamp(y[i] + residual[i], low, high);
        return y;
    }
}
