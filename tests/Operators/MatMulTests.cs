using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class MatMulTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach (int m in (int[])[1, 9])
            {
                foreach ((bool transA, bool transB) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
                {
                    (int n, int k) = (21, 13);
                    yield return OperatorCase.Of(
                        new MatMul(transA, transB),
                        OperatorInput.Of([2, 1, .. transA ? (int[])[k, m] : [m, k]]), OperatorInput.Of([3, .. transB ? (int[])[n, k] : [k, n]])) with
                    {
                        Reference = v => Stack(v[0], v[1], m, n, k, transA, transB),
                    };
                }
            }
            yield return OperatorCase.Onnx("MatMul", 13, [], OperatorInput.Of(2, 3, 4), OperatorInput.Weight(4, 5));
            yield return OperatorCase.Onnx("MatMul", 13, [], OperatorInput.Of(4), OperatorInput.Of(3, 4, 5));
            yield return OperatorCase.Onnx("MatMul", 13, [], OperatorInput.Of(2, 3, 4), OperatorInput.Of(4));
        }
    }

    /// <summary>[2, 1, M, K] times [3, K, N].</summary>
    private static double[] Stack(double[] a, double[] b, int m, int n, int k, bool transA, bool transB)
    {
        double[] y = new double[6 * m * n];
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % n, row = i / n % m, matrix = i / n / m;
            for (int j = 0; j < k; j++)
            {
                int inA = transA ? (j * m) + row : (row * k) + j, inB = transB ? (column * k) + j : (j * n) + column;
                y[i] += a[(matrix / 3 * m * k) + inA] * b[(matrix % 3 * k * n) + inB];
            }
        }
        return y;
    }
}
