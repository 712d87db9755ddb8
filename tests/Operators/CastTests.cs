using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class CastTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(OperatorInput.Of(-9, 9, [3, 700]), 7, Math.Truncate),
        Case(OperatorInput.Of(-9, 9, [5]), 3, Math.Truncate),
        Case(OperatorInput.Of(-9, 9, [5]), 11, x => x),
        Case(OperatorInput.Of(-1, 1, [5]), 9, x => x != 0 ? 1 : 0),
        Case(new OperatorInput(ElementType.Int32, new Shape(4, 3), -300, 300), 1, x => x),
        Case(new OperatorInput(ElementType.Int32, new Shape(4, 3), -300, 300), 3, x => unchecked((sbyte)(int)x)),
        Case(new OperatorInput(ElementType.Bool, new Shape(9), 0, 1), 1, x => x),
        OperatorCase.Onnx("Cast", 1, [("to", "DOUBLE")], OperatorInput.Of(5)) with { Reference = x => x[0], NoGradient = "it ends in doubles" },
        OperatorCase.Onnx("CastLike", 19, [("saturate", 1)], OperatorInput.Of(-9, 9, [5]), OperatorInput.Ints(1)) with { Reference = x => Array.ConvertAll(x[0], Math.Truncate), NoGradient = "integers" },
    ];

    [Fact]
    public void FloatsBeyondAnIntegersRangeSaturateAndNaNIsZero()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(5), [1e20f, -1e20f, float.NaN, float.PositiveInfinity, -1.9f]));
        Assert.Equal([int.MaxValue, int.MinValue, 0, int.MaxValue, -1], Evaluator.Run(new Node("c", new Cast(ElementType.Int32), x))[0].As<int>().ToArray());
    }

    [Theory]
    [InlineData(16, "bfloat16")]
    [InlineData(17, "float8e4m3fn")]
    [InlineData(22, "int4")]
    [InlineData(8, "string")]
    [InlineData(99, "99")]
    public void TypesThatEdgeLacksAreRefusedByName(int type, string name)
    {
        EdgeException e = Assert.Throws<EdgeException>(() => OperatorCase.Onnx("Cast", 19, [("to", type)], OperatorInput.Of(3)).Build([new Tensor(ElementType.Float32, new Shape(3))]));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private static OperatorCase Case(OperatorInput x, int to, Func<double, double> reference) =>
        OperatorCase.Onnx("Cast", 13, [("to", to)], x) with { Reference = v => Array.ConvertAll(v[0], d => reference(d)), Tolerance = 0, NoGradient = "other types" };
}
