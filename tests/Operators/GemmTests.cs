using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class GemmTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((int m, int n, int k) in ((int, int, int)[])[(1, 10, 64), (1, 131, 37), (7, 33, 20), (100, 12, 9), (3, 8, 50)])
            {
                foreach (bool transB in (bool[])[false, true])
                {
                    int[] b = transB ? [n, k] : [k, n];
                    Gemm gemm = new(transB, Bounds.None);
                    yield return OperatorCase.Of(gemm, OperatorInput.Of(m, k), OperatorInput.Weight(b), OperatorInput.Weight(n)) with
                    {
                        Reference = v => Product(v[0], v[1], v[2], m, n, k, transB),
                    };
                    yield return OperatorCase.Of(
                        gemm with { Bounds = new Bounds(-2, 3) }, OperatorInput.Of(m, k), OperatorInput.Of(b), null, OperatorInput.Of(m, n)) with
                    {
                        Reference = v => ConvTests.Clamp(Product(v[0], v[1], null, m, n, k, transB), v[2], -2, 3),
                        NoGradient = "a bound may lie within a difference; FusedGradientTests compare with the parts",
                    };
                }
            }
            yield return OperatorCase.Onnx("Gemm", 13, [("alpha", 0.5f), ("beta", 2f)], OperatorInput.Of(3, 6), OperatorInput.Weight(6, 5), OperatorInput.Of(3, 1)) with
            {
                Reference = v =>
                {
                    double[] y = Product(v[0], v[1], null, 3, 5, 6, transB: false);
                    for (int i = 0; i < y.Length; i++)
                        y[i] = (0.5 * y[i]) + (2 * v[2][i / 5]);
                    return y;
                },
            };
            yield return OperatorCase.Onnx("Gemm", 7, [("transA", 1), ("transB", 1)], OperatorInput.Of(4, 6), OperatorInput.Weight(5, 4), OperatorInput.Weight(1, 5));
        }
    }

    internal static double[] Product(double[] a, double[] b, double[]? bias, int m, int n, int k, bool transB)
    {
        double[] y = new double[m * n];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias is null ? 0 : bias[i % n];
            for (int j = 0; j < k; j++)
                y[i] += a[(i / n * k) + j] * b[transB ? (i % n * k) + j : (j * n) + (i % n)];
        }
        return y;
    }
}
