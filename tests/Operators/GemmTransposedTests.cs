using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class GemmTransposedTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 64, 10), (32, 25, 33), (9, 7, 16), (50, 13, 7), (4, 1, 1), (500, 25, 33), (70, 300, 200)])
            {
                yield return OperatorCase.Of(new GemmTransposed(), OperatorInput.Of(m, k), OperatorInput.Of(m, n)) with
                {
                    Tolerance = 4e-5,
                    Reference = v => Product(v[0], v[1], m, k, n),
                    NoGradient = "it is a gradient",
                };
            }
        }
    }

    private static double[] Product(double[] a, double[] b, int m, int k, int n)
    {
        double[] c = new double[k * n];
        for (int i = 0; i < c.Length; i++)
        {
            for (int j = 0; j < m; j++)
                c[i] += a[(j * k) + (i / n)] * b[(j * n) + (i % n)];
        }
        return c;
    }
}
