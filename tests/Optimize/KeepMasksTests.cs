using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class KeepMasksTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnActivationThatIsReadForItsSignsAloneBecomesBits(bool clip)
    {
        Value y = make.Add(clip ? new Clip(-0.5f, 0.5f) : new Relu(), make.Input(2, 5, 5, 3));
        Value top = make.Add(new Sigmoid(), y);
        Graph graph = make.Return(make.Add(GradientOf(clip), y, top));
        Value old = graph.Outputs[0].Value;
        GraphRun.SameAfter(graph, g => KeepMasks.Run(g, 2));
        Assert.Equal($"{(clip ? "Clip" : "Relu")} ClampMask Sigmoid MaskedGradient", GraphRun.Operators(graph));
        Assert.NotSame(old, graph.Outputs[0].Value);
    }

    [Fact]
    public void AnActivationThatIsKeptAnywayNeedsNoBits()
    {
        Value y = make.Add(new Relu(), make.Input(2, 8));
        Value top = make.Add(new Sigmoid(), y);
        Value again = make.Add(new Mul(), make.Add(new EdgeRuntime.Operators.Reshape(new EdgeRuntime.Shape(4, 4)), y), make.Input(4, 4));
        Graph graph = make.Return(make.Add(GradientOf(false), y, top), again);
        KeepMasks.Run(graph, 2);
        Assert.DoesNotContain("ClampMask", GraphRun.Operators(graph), StringComparison.Ordinal);
    }

    private static Operator GradientOf(bool clip) => clip
        ? new UnaryGradient<Clip.Formula>("Clip", new Clip.Formula(-0.5f, 0.5f))
        : new UnaryGradient<Relu.Formula>("Relu", default);
}
