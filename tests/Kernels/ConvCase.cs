using System;
using EdgeRuntime.Kernels;
using Tests.Support;

namespace Tests.Kernels;

/// <summary>A forward convolution followed by Relu, NDHWC, with seeded numbers and its result in double precision.</summary>
internal sealed record ConvCase
{
    public int N { get; init; } = 1;

    public int D { get; init; } = 1;

    public int H { get; init; } = 1;

    public int W { get; init; } = 1;

    public int C { get; init; } = 1;

    public int M { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public int KD { get; init; } = 1;

    public int KH { get; init; } = 1;

    public int KW { get; init; } = 1;

    public int SH { get; init; } = 1;

    public int SW { get; init; } = 1;

    public int DH { get; init; } = 1;

    public int DW { get; init; } = 1;

    public int Front { get; init; }

    public int Top { get; init; }

    public int Left { get; init; }

    public int Bottom { get; init; }

    public int Right { get; init; }

    internal int Taps => KD * KH * KW;

    internal ConvShape Shape() => ConvShape.Dense(
        N,
        new(D, D + (2 * Front) - KD + 1, 1, -Front, 1, KD),
        new(H, ((H + Top + Bottom - (DH * (KH - 1)) - 1) / SH) + 1, SH, -Top, DH, KH),
        new(W, ((W + Left + Right - (DW * (KW - 1)) - 1) / SW) + 1, SW, -Left, DW, KW),
        C / Groups,
        C,
        M / Groups,
        M);

    internal FencedFloats Input() => FencedFloats.Random((long)N * D * H * W * C, 1);

    internal FencedFloats Weights() => FencedFloats.Random((long)M * C / Groups * Taps, 2);

    internal FencedFloats Bias() => FencedFloats.Random(M, 3);

    internal double[] Reference()
    {
        ConvShape s = Shape();
        using FencedFloats x = Input(), w = Weights(), bias = Bias();
        double[] y = new double[s.Pixels * M];
        for (int i = 0; i < y.Length; i++)
        {
            int m = i % M, pixel = i / M, ox = pixel % s.W.Out, oy = pixel / s.W.Out % s.H.Out, oz = pixel / s.W.Out / s.H.Out % s.D.Out;
            int image = pixel / (s.W.Out * s.H.Out * s.D.Out), group = m / s.Outputs;
            double sum = bias.Span[m];
            for (int t = 0; t < Taps; t++)
            {
                int iz = oz + (t / (KH * KW)) - Front, iy = (oy * SH) + (t / KW % KH * DH) - Top, ix = (ox * SW) + (t % KW * DW) - Left;
                if (iz < 0 || iz >= D || iy < 0 || iy >= H || ix < 0 || ix >= W)
                    continue;
                for (int c = 0; c < s.Channels; c++)
                {
                    int pixelIn = (((((image * D) + iz) * H) + iy) * W) + ix;
                    sum += (double)x.Span[(pixelIn * C) + (group * s.Channels) + c] * w.Span[(((m * s.Channels) + c) * Taps) + t];
                }
            }
            y[i] = Math.Max(0, sum);
        }
        return y;
    }
}
