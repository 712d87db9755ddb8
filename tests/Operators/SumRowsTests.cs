using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class SumRowsTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((int m, int n) in ((int, int)[])[(1, 1), (7, 10), (33, 131), (5, 64)])
            {
                yield return OperatorCase.Of(new SumRows(), OperatorInput.Of(m, n)) with
                {
                    Reference = v =>
                    {
                        double[] sums = new double[n];
                        for (int i = 0; i < v[0].Length; i++)
                            sums[i % n] += v[0][i];
                        return sums;
                    },
                    NoGradient = "it is a gradient",
                };
            }
        }
    }
}
