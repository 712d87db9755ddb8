using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class RewriterTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void WhatOnlyAReplacedNodeReadIsDroppedInTheSameSweep()
    {
        Value x = make.Input(6);
        Value y = make.Add(new Cast(ElementType.Int32), make.Reshape(make.Reshape(x, 2, 3), 3, 2));
        Graph graph = make.Return(y, make.Reshape(x, 1, 6));
        Assert.True(Rewriter.Sweep(graph, (node, rewriter) =>
        {
            if (node.Operator is Cast)
                rewriter.ReplaceBy(node, new Cast(ElementType.Int32), rewriter.Emit(node, new Reshape(new Shape(3, 2)), x));
        }));
        Assert.Equal("Reshape Cast Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AValueThatIsReadTwiceHasNoOnlyReader()
    {
        Value x = make.Input(6);
        Value shared = make.Reshape(x, 2, 3);
        Graph graph = make.Return(make.Reshape(shared, 3, 2), make.Reshape(make.Reshape(shared, 6, 1), 6), shared);
        int only = 0;
        Rewriter.Sweep(graph, (node, rewriter) => only += rewriter.Only<Reshape>(node.Input(0)) is null ? 0 : 1);
        Assert.Equal(1, only);
    }

    [Fact]
    public void ANodeOfConstantsIsComputedAtOnce()
    {
        Graph graph = make.Return(make.Reshape(make.Input(2, 3), 6));
        Value constant = make.Constant(1, 2, 3);
        Rewriter.Sweep(graph, (node, rewriter) =>
        {
            Value folded = rewriter.Emit(node, new Transpose(new Axes(1, 0)), constant);
            Assert.True(folded.IsConstant);
            Assert.Equal(constant.Data!.As<float>()[1], folded.Data!.As<float>()[2]);
        });
        Assert.Equal("Reshape", GraphRun.Operators(graph));
    }

    [Fact]
    public void AReplacementOfAnotherShapeIsRefused()
    {
        Value x = make.Input(6);
        Graph graph = make.Return(make.Reshape(x, 2, 3));
        EdgeException e = Assert.Throws<EdgeException>(() => Rewriter.Sweep(graph, (node, rewriter) => rewriter.Replace(node.Output, x)));
        Assert.Contains("defect", e.Message, StringComparison.Ordinal);
    }
}
