using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ReverseSequenceTests : OperatorContract
{
    private static readonly long[] Lengths = [4, 1, 3];

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("ReverseSequence", 10, [], OperatorInput.Of(4, 3, 2), OperatorInput.Of(Tensor.Of<long>(new Shape(3), Lengths))) with
        {
            Reference = x => Coordinates.Fill([4, 3, 2], at => Coordinates.At(x[0], [4, 3, 2], Source(at[0], at[1]), at[1], at[2])),
        },
        OperatorCase.Onnx("ReverseSequence", 10, [("time_axis", 1), ("batch_axis", 0)], OperatorInput.Of(3, 4), OperatorInput.Constant(Tensor.Of<long>(new Shape(3), Lengths))) with
        {
            Reference = x => Coordinates.Fill([3, 4], at => Coordinates.At(x[0], [3, 4], at[0], Source(at[1], at[0]))),
        },
    ];

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        OperatorCase item = OperatorCase.Onnx("ReverseSequence", 10, [], OperatorInput.Of(4, 1), OperatorInput.Ints(5));
        Assert.Contains("length 5 does not fit the 4 time steps", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message, StringComparison.Ordinal);
    }

    private static int Source(int t, int n) => t < Lengths[n] ? (int)Lengths[n] - 1 - t : t;
}
