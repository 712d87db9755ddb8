using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Optimize;
using Xunit;

namespace Tests.Execution;

public class PlacesTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void AnElementwiseResultLiesOverAnOperandThatComesTwice()
    {
        Value x = make.Add(new Sigmoid(), make.Input(4, 4));
        Value y = make.Add(new Mul(), x, x);
        Places places = new(make.Return(y), keepInputs: false);
        Assert.Same(places.Of(x).Root, places.Of(y).Root);
    }

    [Fact]
    public void ASumLiesOverItsResidual()
    {
        Value x = make.Add(new Sigmoid(), make.Input(1, 4, 4, 3)), residual = make.Add(new Relu(), make.Input(1, 4, 4, 3));
        Value y = make.Add(new Conv(Window3(), 1, Bounds.None), x, make.Constant(1, 3, 3, 3, 3), null, residual);
        Places places = new(make.Return(y), keepInputs: false);
        Assert.Same(places.Of(residual).Root, places.Of(y).Root);
    }

    [Fact]
    public void AConvolutionThatAddsItsOwnInputDoesNotOverwriteIt()
    {
        Value x = make.Add(new Sigmoid(), make.Input(1, 4, 4, 3));
        Value y = make.Add(new Conv(Window3(), 1, Bounds.None), x, make.Constant(1, 3, 3, 3, 3), null, x);
        Places places = new(make.Return(y), keepInputs: false);
        Assert.NotSame(places.Of(x).Root, places.Of(y).Root);
    }

    [Fact]
    public void AProductThatAddsAViewOfItsInputDoesNotOverwriteIt()
    {
        Value x = make.Add(new Sigmoid(), make.Input(2, 5, 8));
        Value y = make.Add(new Gemm(true, Bounds.None), make.Reshape(x, 10, 8), make.Constant(1, 8, 8), null, make.Reshape(x, 10, 8));
        Places places = new(make.Return(y), keepInputs: false);
        Assert.NotSame(places.Of(x).Root, places.Of(y).Root);
    }

    private static Window Window3() => new(new Axes(3, 3), new Axes(1, 1), new Axes(1, 1), new Axes(1, 1), new Axes(1, 1));
}
