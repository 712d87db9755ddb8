using System;

namespace Tests.Operators;

/// <summary>Pools over [N, C, D, H, W] in double precision, element by element, straight from ONNX's text.</summary>
internal sealed record PoolReference(int[] Input, int[] Kernel)
{
    public int[]? Strides { get; init; }

    public int[]? Dilations { get; init; }

    public int[]? Begin { get; init; }

    public int[]? End { get; init; }

    public bool CountPadding { get; init; }

    /// <summary>The lengths of the output's spatial axes.</summary>
    public required int[] Outputs { get; init; }

    public double[] Max(double[][] x) => Run(x[0], Math.Max, double.NegativeInfinity, average: false);

    public double[] Min(double[][] x) => Run(x[0], Math.Min, double.PositiveInfinity, average: false);

    public double[] Average(double[][] x) => Run(x[0], (a, b) => a + b, 0, average: true);

    private double[] Run(double[] x, Func<double, double, double> fold, double start, bool average)
    {
        int planes = Input[0] * Input[1], rank = Kernel.Length;
        int[] lengths = Input[2..];
        int inputs = Product(lengths), outputs = Product(Outputs), taps = Product(Kernel);
        double[] y = new double[planes * outputs];
        for (int i = 0; i < y.Length; i++)
        {
            int[] o = Unravel(i % outputs, Outputs);
            double folded = start;
            int count = 0;
            for (int t = 0; t < taps; t++)
            {
                int[] k = Unravel(t, Kernel);
                bool inside = true, padded = true;
                int at = i / outputs * inputs, stride = inputs;
                for (int a = 0; a < rank; a++)
                {
                    int begin = Begin?[a] ?? 0, end = End?[a] ?? begin;
                    int position = (o[a] * (Strides?[a] ?? 1)) - begin + (k[a] * (Dilations?[a] ?? 1));
                    inside &= position >= 0 && position < lengths[a];
                    padded &= position < lengths[a] + end;
                    stride /= lengths[a];
                    at += position * stride;
                }

                if (inside)
                    folded = fold(folded, x[at]);
                if (inside || (CountPadding && padded))
                    count++;
            }

            y[i] = average ? folded / count : folded;
        }

        return y;
    }

    private static int Product(int[] values)
    {
        int product = 1;
        foreach (int value in values)
            product *= value;
        return product;
    }

    private static int[] Unravel(int index, int[] lengths)
    {
        int[] result = new int[lengths.Length];
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            result[i] = index % lengths[i];
            index /= lengths[i];
        }

        return result;
    }
}
