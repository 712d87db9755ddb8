using System;
using System.Collections.Generic;
using System.Numerics;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class DftTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case([2, 10, 3, 1], axis: 1, length: null, inverse: false, oneSided: false),
        Case([2, 10, 3, 1], axis: 2, length: null, inverse: false, oneSided: false),
        Case([2, 16, 1], axis: 1, length: null, inverse: false, oneSided: true),
        Case([1, 15, 2, 1], axis: 1, length: null, inverse: false, oneSided: true),
        Case([1, 7, 2], axis: 1, length: null, inverse: false, oneSided: false),
        Case([1, 7, 2], axis: 1, length: null, inverse: true, oneSided: false),
        Case([2, 12, 1], axis: 1, length: null, inverse: true, oneSided: false),
        Case([1, 9, 1], axis: 1, length: 14, inverse: false, oneSided: true), // zeros behind
        Case([1, 9, 2], axis: 1, length: 5, inverse: false, oneSided: false), // the rest is left out
        Case([1, 6, 2, 2], axis: 1, length: null, inverse: true, oneSided: true),
        Case([1, 6, 2], axis: 1, length: 9, inverse: true, oneSided: true),
        Case([1, 4, 2], axis: 1, length: 10, inverse: true, oneSided: true),
        OperatorCase.Onnx("DFT", 17, [("axis", 2), ("onesided", 1)], OperatorInput.Of(1, 2, 8, 1)) with { Reference = v => Reference(v[0], [1, 2, 8, 1], 2, 8, false, true) },
        OperatorCase.Onnx("DFT", 17, [], OperatorInput.Of(1, 5, 2), OperatorInput.Constant(Tensor.Of<long>(default, [6]))) with { Reference = v => Reference(v[0], [1, 5, 2], 1, 6, false, false) },
    ];

    [Theory]
    [InlineData(2, 0)] // the last axis is the parts of a number
    [InlineData(5, 0)]
    [InlineData(1, 1)] // one-sided and complex
    public void WhatHasNoMeaningIsRefused(int axis, int oneSided)
    {
        OperatorCase item = OperatorCase.Onnx("DFT", 20, [("onesided", oneSided)], OperatorInput.Of(1, 8, 2), null, OperatorInput.Constant(Tensor.Of<long>(default, [axis])));
        Assert.Equal(ErrorKind.Shape, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Kind);
    }

    [Fact]
    public void ALengthOutOfProportionIsRefused()
    {
        OperatorCase item = OperatorCase.Onnx("DFT", 20, [], OperatorInput.Of(1, 8, 2), OperatorInput.Constant(Tensor.Of<long>(default, [16_000_000])), OperatorInput.Constant(Tensor.Of<long>(default, [1])));
        Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs()));
    }

    private static OperatorCase Case(int[] shape, int axis, int? length, bool inverse, bool oneSided)
    {
        int n = length ?? (inverse && oneSided ? 2 * (shape[axis] - 1) : shape[axis]);
        return OperatorCase.Onnx("DFT", 20, [("inverse", inverse ? 1 : 0), ("onesided", oneSided ? 1 : 0)], OperatorInput.Of(shape),
            length is { } l ? OperatorInput.Constant(Tensor.Of<long>(default, [l])) : null, OperatorInput.Constant(Tensor.Of<long>(default, [axis]))) with
        {
            Reference = v => Reference(v[0], shape, axis, n, inverse, oneSided),
        };
    }

    private static double[] Reference(double[] x, int[] shape, int axis, int n, bool inverse, bool oneSided)
    {
        int parts = shape[^1], inner = 1, outer = 1, kept = oneSided && !inverse ? (n / 2) + 1 : n, outParts = oneSided && inverse ? 1 : 2;
        for (int i = 0; i < axis; i++)
            outer *= shape[i];
        for (int i = axis + 1; i < shape.Length - 1; i++)
            inner *= shape[i];
        double[] y = new double[outer * kept * inner * outParts];
        for (int line = 0; line < outer * inner; line++)
        {
            int o = line / inner, at = line % inner;
            Complex[] z = new Complex[n];
            for (int i = 0; i < Math.Min(n, shape[axis]); i++)
            {
                int place = ((((o * shape[axis]) + i) * inner) + at) * parts;
                z[i] = new Complex(x[place], parts == 2 ? x[place + 1] : 0);
            }

            if (oneSided && inverse)
            {
                for (int k = 0; k <= n / 2; k++)
                    z[(n - k) % n] = 2 * k % n == 0 ? z[k].Real : Complex.Conjugate(z[k]);
            }

            for (int k = 0; k < kept; k++)
            {
                Complex sum = 0;
                for (int i = 0; i < n; i++)
                    sum += z[i] * Complex.FromPolarCoordinates(1, (inverse ? 2 : -2) * Math.PI * (i * k % n) / n);
                int place = ((((o * kept) + k) * inner) + at) * outParts;
                y[place] = (inverse ? sum / n : sum).Real;
                if (outParts == 2)
                    y[place + 1] = (inverse ? sum / n : sum).Imaginary;
            }
        }

        return y;
    }
}
