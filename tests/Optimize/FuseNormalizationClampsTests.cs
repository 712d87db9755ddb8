using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FuseNormalizationClampsTests
{
    private readonly GraphMaker make = new();

    [Fact]
    public void AReluBehindANormalizationBecomesItsClamp()
    {
        Value[] first = Normalize(make.Input(2, 3, 3, 5));
        Value statistics = make.Add(new RunningStatistics(0.9f, Overwrites: false), make.Input(5), make.Input(5), first[1], first[2]);
        Value[] second = Normalize(make.Add(new Relu(), first[0]));
        Graph graph = make.Return(make.Add(new Clip(0, 0.5f), second[0]), statistics, first[2]);
        GraphRun.SameAfter(graph, g => Assert.True(FuseNormalizationClamps.Run(g)));
        Assert.Equal("ChannelNormalization RunningStatistics ChannelNormalization", GraphRun.Operators(graph));
    }

    [Fact]
    public void ANormalizationThatOthersReadStays()
    {
        Value[] y = Normalize(make.Input(2, 3, 3, 5));
        Graph graph = make.Return(make.Add(new Relu(), y[0]), y[0]);
        Assert.False(FuseNormalizationClamps.Run(graph));
        Graph both = new GraphMaker() is var other && Normalize(other.Input(4, 3), other) is var z
            ? other.Return(other.Add(new Relu(), z[0]), other.Add(new Sigmoid(), z[0]))
            : null!;
        Assert.False(FuseNormalizationClamps.Run(both));
    }

    private Value[] Normalize(Value x) => Normalize(x, make);

    private static Value[] Normalize(Value x, GraphMaker make) =>
        make.AddAll(new ChannelNormalization(1e-3f, 1, AcrossBatch: true), x, make.Constant(1, x.Shape[^1]), make.Constant(1, x.Shape[^1]));
}
