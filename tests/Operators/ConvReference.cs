using System;
using EdgeRuntime;
using EdgeRuntime.Operators;

namespace Tests.Operators;

/// <summary>Every product of a convolution, enumerated: one list of (x, w, y) serves the convolution, its transpose and both gradients.</summary>
internal static class ConvReference
{
    /// <summary>y [N, ..., M] of x [N, ..., C], w [M, C / groups, ...].</summary>
    public static double[] Forward(Window window, int groups, Shape x, Shape y, double[] xs, double[] ws, double[]? bias = null)
    {
        double[] ys = WithBias(y, bias);
        ForEach(window, groups, x, y, (xi, wi, yi) => ys[yi] += xs[xi] * ws[wi]);
        return ys;
    }

    /// <summary>The big side x of a transposed convolution from its small side y.</summary>
    public static double[] Transposed(Window window, int groups, Shape x, Shape y, double[] ys, double[] ws, double[]? bias = null)
    {
        double[] xs = WithBias(x, bias);
        ForEach(window, groups, x, y, (xi, wi, yi) => xs[xi] += ys[yi] * ws[wi]);
        return xs;
    }

    /// <summary>The gradient of w.</summary>
    public static double[] Weights(Window window, int groups, Shape x, Shape y, double[] xs, double[] ys)
    {
        double[] ws = new double[y[^1] * (x[^1] / groups) * window.Taps];
        ForEach(window, groups, x, y, (xi, wi, yi) => ws[wi] += xs[xi] * ys[yi]);
        return ws;
    }

    private static double[] WithBias(Shape shape, double[]? bias)
    {
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length && bias is not null; i++)
            values[i] = bias[i % bias.Length];
        return values;
    }

    private static void ForEach(Window window, int groups, Shape x, Shape y, Action<int, int, int> product)
    {
        int rank = window.Rank, channels = x[^1] / groups, outputs = y[^1] / groups, pixels = y.Product(1, rank + 1);
        for (int n = 0; n < x[0]; n++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                for (int tap = 0; tap < window.Taps; tap++)
                {
                    int inPixel = InPixel(window, x, y, pixel, tap);
                    if (inPixel < 0)
                        continue;
                    for (int m = 0; m < y[^1]; m++)
                    {
                        for (int c = 0; c < channels; c++)
                        {
                            int xi = (((n * x.Product(1, rank + 1)) + inPixel) * x[^1]) + (m / outputs * channels) + c;
                            product(xi, (((m * channels) + c) * window.Taps) + tap, (((n * pixels) + pixel) * y[^1]) + m);
                        }
                    }
                }
            }
        }
    }

    private static int InPixel(Window window, Shape x, Shape y, int pixel, int tap)
    {
        int at = 0, step = 1;
        for (int i = window.Rank - 1; i >= 0; i--)
        {
            int o = pixel % y[i + 1], t = tap % window.Kernel[i];
            (pixel, tap) = (pixel / y[i + 1], tap / window.Kernel[i]);
            int position = (o * window.Strides[i]) + (t * window.Dilations[i]) - window.Begin[i];
            if (position < 0 || position >= x[i + 1])
                return -1;
            at += position * step;
            step *= x[i + 1];
        }
        return at;
    }
}
