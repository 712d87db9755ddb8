using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FuseActivationsTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void GeluByErf(bool halfFirst, bool divides)
    {
        Value x = make.Input(3, 50);
        Value inner = divides ? make.Add(new Div(), x, make.Scalar(1.4142135f)) : make.Add(new Mul(), make.Scalar(0.70710677f), x);
        Value gate = make.Add(new Add(), make.Add(new Erf(), inner), make.Scalar(1));
        Value y = halfFirst
            ? make.Add(new Mul(), make.Add(new Mul(), x, make.Scalar(0.5f)), gate)
            : make.Add(new Mul(), make.Add(new Mul(), x, gate), make.Scalar(0.5f));
        Becomes(y, "Gelu");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GeluByTanh(bool power)
    {
        Value x = make.Input(3, 50);
        Value cube = power ? make.Add(new Pow(), x, make.Scalar(3)) : make.Add(new Mul(), make.Add(new Mul(), x, x), x);
        Value inner = make.Add(new Add(), x, make.Add(new Mul(), cube, make.Scalar(0.044715f)));
        Value gate = make.Add(new Add(), make.Scalar(1), make.Add(new Tanh(), make.Add(new Mul(), inner, make.Scalar(0.7978846f))));
        Becomes(make.Add(new Mul(), make.Add(new Mul(), make.Scalar(0.5f), x), gate), "GeluTanh");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HardSwish(bool divides)
    {
        Value x = make.Input(3, 50);
        Value gate = make.Add(new Clip(0, 6), make.Add(new Add(), x, make.Scalar(3)));
        Value y = divides ? make.Add(new Div(), make.Add(new Mul(), x, gate), make.Scalar(6)) : make.Add(new Mul(), x, make.Add(new Mul(), gate, make.Scalar(1 / 6f)));
        Becomes(y, "HardSwish");
    }

    [Fact]
    public void HardSwishFromHardSigmoid()
    {
        Value x = make.Input(3, 50);
        Becomes(make.Add(new Mul(), make.Add(new HardSigmoid(1 / 6f, 0.5f), x), x), "HardSwish");
    }

    [Fact]
    public void SwishAndMish()
    {
        Value x = make.Input(3, 50);
        Value y = make.Add(new Mul(), x, make.Add(new Sigmoid(), x));
        Becomes(make.Add(new Mul(), y, make.Add(new Tanh(), make.Add(new Softplus(), y))), "Swish Mish");
    }

    [Fact]
    public void MinimumAndMaximumWithNumbersAreOneClip()
    {
        Value y = make.Add(new Min(), make.Scalar(6), make.Add(new Max(), make.Input(3, 50), make.Scalar(0)));
        Becomes(y, "Clip");
    }

    [Fact]
    public void AnotherNumberIsNoHardSwish()
    {
        Value x = make.Input(3, 50);
        Value gate = make.Add(new Clip(0, 6), make.Add(new Add(), x, make.Scalar(2)));
        Becomes(make.Add(new Div(), make.Add(new Mul(), x, gate), make.Scalar(6)), "Add Clip Mul Div");
    }

    [Fact]
    public void AGateThatOthersReadStays()
    {
        Value x = make.Input(3, 50), gate = make.Add(new Sigmoid(), x);
        Graph graph = make.Return(make.Add(new Mul(), x, gate), gate);
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal("Sigmoid Swish", GraphRun.Operators(graph));
    }

    private void Becomes(Value y, string operators)
    {
        Graph graph = make.Return(y);
        GraphRun.OptimizedGivesTheSame(graph, 1e-5f);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
