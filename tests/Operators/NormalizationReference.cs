using System;

namespace Tests.Operators;

/// <summary>Normalizations in double precision, element by element.</summary>
internal static class NormalizationReference
{
    /// <summary>x [N, P, C]: statistics over P and groups of channels, and over N where asked.</summary>
    public static double[] Channels(double[] x, int n, int p, int c, int group, bool acrossBatch, double epsilon, double[] scale, double[] bias) =>
        Grouped(x, i => (acrossBatch ? 0 : i / (p * c) * (c / group)) + (i % c / group), epsilon, centered: true, i => scale[i % c], i => bias[i % c], n * c);

    /// <summary>x [N, C, P] as ONNX has it.</summary>
    public static double[] ChannelsFirst(double[] x, int n, int c, int p, int group, double epsilon, double[] scale, double[] bias) =>
        Grouped(x, i => i / (group * p), epsilon, centered: true, i => scale[i / p % c], i => bias[i / p % c], n * c / group);

    /// <summary>Rows of <paramref name="length"/> elements.</summary>
    public static double[] Rows(double[] x, int length, double epsilon, bool centered, double[] scale, double[]? bias) =>
        Grouped(x, i => i / length, epsilon, centered, i => scale[i % length], i => bias?[i % length] ?? 0, x.Length / length);

    /// <summary>x [N, C, P] normalized over a window of channels.</summary>
    public static double[] Lrn(double[] x, int c, int p, int size, double alpha, double beta, double bias)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int channel = i / p % c, before = (size - 1) / 2;
            double sum = 0;
            for (int j = Math.Max(0, channel - before); j <= Math.Min(c - 1, channel - before + size - 1); j++)
                sum += x[i + ((j - channel) * p)] * x[i + ((j - channel) * p)];
            y[i] = x[i] / Math.Pow(bias + (alpha / size * sum), beta);
        }

        return y;
    }

    private static double[] Grouped(
        double[] x, Func<int, int> groupOf, double epsilon, bool centered, Func<int, double> scale, Func<int, double> bias, int groups)
    {
        double[] mean = new double[groups], variance = new double[groups], y = new double[x.Length];
        int[] count = new int[groups];
        for (int i = 0; i < x.Length; i++)
        {
            mean[groupOf(i)] += centered ? x[i] : 0;
            count[groupOf(i)]++;
        }

        for (int i = 0; i < x.Length; i++)
        {
            double difference = x[i] - (mean[groupOf(i)] / count[groupOf(i)]);
            variance[groupOf(i)] += difference * difference / count[groupOf(i)];
        }

        for (int i = 0; i < x.Length; i++)
        {
            int group = groupOf(i);
            y[i] = ((x[i] - (mean[group] / count[group])) / Math.Sqrt(variance[group] + epsilon) * scale(i)) + bias(i);
        }

        return y;
    }
}
