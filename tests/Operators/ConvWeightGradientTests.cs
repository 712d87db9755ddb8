using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public sealed class ConvWeightGradientTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((Window window, int groups, Shape x, int outputs) in ConvTests.Shapes)
            {
                Shape y = ConvTests.Output(window, x, outputs);
                yield return OperatorCase.Of(
                    new ConvWeightGradient(window, groups), OperatorInput.Of(x.Dims.ToArray()), OperatorInput.Of(y.Dims.ToArray())) with
                {
                    Tolerance = 4e-5,
                    Reference = v => ConvReference.Weights(window, groups, x, y, v[0], v[1]),
                    NoGradient = "it is a gradient",
                };
            }
        }
    }
}
