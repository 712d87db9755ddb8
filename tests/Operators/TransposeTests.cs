using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Xunit;

namespace Tests.Operators;

public class TransposeTests
{
    [Fact]
    public void ChannelsFirstBecomesChannelsLast()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(1, 2, 3), [0, 1, 2, 3, 4, 5]));
        Tensor y = Evaluator.Run(new Node("t", new Transpose(new Axes(0, 2, 1)), x))[0];
        Assert.Equal(new Shape(1, 3, 2), y.Shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], y.As<float>().ToArray());
    }
}
