using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class MinPoolTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(new([2, 10, 5, 6], [2, 2]) { Strides = [2, 2], Outputs = [2, 3] }),
        Case(new([1, 19, 7, 6], [3, 3]) { Strides = [2, 1], Begin = [1, 0], End = [1, 2], Outputs = [4, 6] }),
        Case(new([1, 3, 8], [3]) { Strides = [2], Dilations = [2], Begin = [1], Outputs = [3] }),
    ];

    private static OperatorCase Case(PoolReference reference)
    {
        List<(string, object)> attributes = [("kernel_shape", reference.Kernel), ("strides", reference.Strides!)];
        if (reference.Dilations is { } dilations)
            attributes.Add(("dilations", dilations));
        if (reference.Begin is { } begin)
            attributes.Add(("pads", (int[])[.. begin, .. reference.End ?? begin]));
        return OperatorCase.Onnx("edge.MinPool", 17, [.. attributes], OperatorInput.Of(reference.Input)) with { Reference = reference.Min };
    }

    [Fact]
    public void EightBitIntegersArePooledExactly()
    {
        Window row = new(new Axes(2), new Axes(2), new Axes(1), new Axes(0), new Axes(0));
        Value x = Value.Constant("x", Tensor.Of<sbyte>(new Shape(1, 4, 1), [5, -128, 127, 126]));
        Assert.Equal([-128, 126], Evaluator.Run(new Node("pool", new MinPool(row), x))[0].As<sbyte>().ToArray());
    }
}
