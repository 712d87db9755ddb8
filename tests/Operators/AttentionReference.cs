using System;

namespace Tests.Operators;

/// <summary>Attention in double precision, written out over [batch, heads, tokens, depth].</summary>
internal sealed record AttentionReference(int Batch, int Heads, int KeyHeads, int Queries, int Keys, int Depth, int ValueDepth)
{
    public double? Scale { get; init; }

    public double Softcap { get; init; }

    public bool Causal { get; init; }

    public int Past { get; init; }

    /// <summary>Whether q, k, v and y are [batch, tokens, heads, depth].</summary>
    public bool TokensFirst { get; init; }

    /// <summary>Keys of each batch; null where all count.</summary>
    public long[]? Lengths { get; init; }

    /// <summary>The number in the mask for (batch, head, query, key).</summary>
    public Func<double[], int, int, int, int, double>? Mask { get; init; }

    /// <summary>The result for q, k, v and, where <see cref="Mask"/> is there, the mask's content.</summary>
    public double[] Run(double[] q, double[] k, double[] v, double[]? mask = null)
    {
        double[] y = new double[Batch * Heads * Queries * ValueDepth];
        for (int b = 0; b < Batch; b++)
        {
            for (int h = 0; h < Heads; h++)
            {
                for (int i = 0; i < Queries; i++)
                    Row(q, k, v, mask, b, h, i, y);
            }
        }

        return y;
    }

    private void Row(double[] q, double[] k, double[] v, double[]? mask, int b, int h, int i, double[] y)
    {
        int keyHead = h / (Heads / KeyHeads);
        double[] e = new double[Keys];
        double max = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < Keys; j++)
        {
            double s = 0;
            for (int d = 0; d < Depth; d++)
                s += q[At(b, h, i, d, Heads, Queries, Depth)] * k[At(b, keyHead, j, d, KeyHeads, Keys, Depth)];
            s *= Scale ?? (1 / Math.Sqrt(Depth));
            if (Softcap != 0)
                s = Softcap * Math.Tanh(s / Softcap);
            if (Mask is not null)
                s += Mask(mask!, b, h, i, j);
            long length = Lengths?[b] ?? Keys, last = i + (Lengths is null ? Past : length - Queries);
            e[j] = j >= length || (Causal && j > last) ? double.NegativeInfinity : s;
            max = Math.Max(max, e[j]);
        }

        for (int j = 0; j < Keys; j++)
            sum += e[j] = double.IsNegativeInfinity(max) ? 0 : Math.Exp(e[j] - max);
        for (int d = 0; d < ValueDepth; d++)
        {
            double result = 0;
            for (int j = 0; j < Keys; j++)
                result += e[j] * v[At(b, keyHead, j, d, KeyHeads, Keys, ValueDepth)];
            y[At(b, h, i, d, Heads, Queries, ValueDepth)] = sum == 0 ? 0 : result / sum;
        }
    }

    private int At(int b, int h, int t, int d, int heads, int tokens, int depth) =>
        ((TokensFirst ? (((b * tokens) + t) * heads) + h : (((b * heads) + h) * tokens) + t) * depth) + d;
}
