using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class MelWeightMatrixTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Checked(8, 16, 8192, 0, 4096), // ONNX's own example
        Checked(20, 512, 16000, 20, 8000),
        Checked(5, 31, 8000, 300, 3400),
    ];

    [Theory]
    [InlineData(0, 16, 8000, 0, 4000)]
    [InlineData(4, 0, 8000, 0, 4000)]
    [InlineData(4, 16, 8000, 0, 4001)]
    [InlineData(4, 16, 8000, 3000, 3000)]
    [InlineData(4, 16, 8000, float.NaN, 3000)]
    [InlineData(int.MaxValue, 1 << 30, 8000, 0, 4000)]
    public void WhatMakesNoSenseIsRefused(int bands, int length, int rate, float low, float high)
    {
        OperatorCase item = Case(bands, length, rate, low, high);
        Assert.Equal(ErrorKind.Shape, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Kind);
    }

    private static OperatorCase Checked(int bands, int length, int rate, float low, float high) => Case(bands, length, rate, low, high) with
    {
        Reference = _ => Reference(bands, length, rate, low, high),
        NoGradient = "it is a constant",
    };

    private static OperatorCase Case(int bands, int length, int rate, float low, float high) => OperatorCase.Onnx(
        "MelWeightMatrix", 17, [], Number(bands), Number(length), Number(rate), OperatorInput.Constant(Tensor.Scalar(low)), OperatorInput.Constant(Tensor.Scalar(high)));

    private static OperatorInput Number(int number) => OperatorInput.Constant(Tensor.Of<int>(default, [number]));

    private static double[] Reference(int bands, int length, int rate, double low, double high)
    {
        int[] edges = new int[bands + 2];
        double first = 2595 * Math.Log10(1 + (low / 700)), step = ((2595 * Math.Log10(1 + (high / 700))) - first) / (bands + 2);
        for (int i = 0; i < edges.Length; i++)
            edges[i] = (int)Math.Floor((length + 1) * 700 * (Math.Pow(10, (first + (i * step)) / 2595) - 1) / rate);
        double[] weights = new double[((length / 2) + 1) * bands];
        for (int band = 0; band < bands; band++)
        {
            (int a, int b, int c) = (edges[band], edges[band + 1], edges[band + 2]);
            for (int bin = a; bin <= b; bin++)
                weights[(bin * bands) + band] = a == b ? 1 : (double)(bin - a) / (b - a);
            for (int bin = b; bin < c; bin++)
                weights[(bin * bands) + band] = (double)(c - bin) / (c - b);
        }

        return weights;
    }
}
