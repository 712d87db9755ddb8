using System;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Tests.Support;
using Xunit;

namespace Tests.Optimize;

public class FuseSeparableTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void AnInvertedBottleneckBecomesOneNode(int stride, bool residual)
    {
        Value x = make.Input(2, 48, 50, 16);
        Value wide = make.Conv(x, 60, 1);
        Value y = make.Conv(Depthwise(wide, stride), 16, 1);
        Check(make.Return(residual && stride == 1 ? make.Add(new Add(), y, x) : y), "SeparableConv");
    }

    [Fact]
    public void AFirstConvolutionOfAnImageTakesPart()
    {
        Value image = make.ToChannelsLast(make.Input(1, 3, 130, 130));
        Value wide = make.Conv(image, 32, 3);
        Check(make.Return(make.Conv(Depthwise(wide, 1), 8, 1)), "SeparableConv");
    }

    [Fact]
    public void WithoutAConvolutionBeforeTheTwoThatFollowAreFused()
    {
        Value wide = make.MaxPool(make.Input(1, 96, 100, 64), 2, 2);
        Check(make.Return(make.Conv(Depthwise(wide, 1), 20, 1)), "MaxPool SeparableConv");
    }

    [Fact]
    public void TensorsThatStayInTheCacheAreLeftAlone()
    {
        Value wide = make.Conv(make.Input(1, 20, 20, 16), 96, 1);
        Check(make.Return(make.Conv(Depthwise(wide, 1), 16, 1)), "Conv Conv Conv");
    }

    [Fact]
    public void LargeWeightsAreLeftAlone()
    {
        Value wide = make.Conv(make.Input(1, 24, 24, 96), 480, 1);
        Check(make.Return(make.Conv(Depthwise(wide, 1), 32, 1)), "Conv Conv Conv");
    }

    [Fact]
    public void ATensorThatOthersReadStays()
    {
        Value wide = make.Conv(make.Input(1, 48, 50, 16), 60, 1), middle = Depthwise(wide, 1);
        Graph graph = make.Return(make.Conv(middle, 16, 1), middle);
        Check(graph, "Conv Conv Conv");
    }

    [Fact]
    public void AWideTensorThatOthersReadIsReadByTheNode()
    {
        Value wide = make.Conv(make.Input(1, 48, 50, 16), 60, 1);
        Check(make.Return(make.Conv(Depthwise(wide, 1), 16, 1), make.MaxPool(wide, 2, 2)), "Conv SeparableConv MaxPool");
    }

    [Fact]
    public void WeightsThatAreTrainedStayApart()
    {
        Value wide = make.Conv(make.Input(1, 48, 50, 16), make.Variable(60, 16, 1, 1), null), y = make.Conv(Depthwise(wide, 1), make.Variable(16, 60, 1, 1), null);
        Check(make.Return(y), "Conv Conv Conv");
    }

    [Fact]
    public void AnyNumberOfThreadsGivesTheBitsOfTheNodesApart()
    {
        Value x = make.Input(2, 48, 50, 16);
        Graph graph = make.Return(make.Add(new Add(), make.Conv(Depthwise(make.Conv(x, 60, 1), 1), 16, 1), x));
        Tensor given = GraphRun.RandomInputs(graph)[x.Name];
        float[] expected = Run(graph, x, given, 1, EdgeRuntime.Simd.Dispatch.Default, out long apart);
        Optimizer.RunForInference(graph);
        foreach (Isa isa in InstructionSets.All)
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                InstructionSets.SameBits(expected, Run(graph, x, given, threads, isa, out long fused), $"{isa}, {threads} threads");
                Assert.True(threads > 1 || fused < apart / 2, $"{fused} bytes, {apart} apart");
            }
        }
    }

    private static float[] Run(Graph graph, Value x, Tensor given, int threads, Isa isa, out long bytes)
    {
        using Executable executable = Compiler.Compile(graph, new CompileOptions(isa, threads, null, KeepInputs: true));
        given.Bytes.CopyTo(Memory(executable, x));
        executable.Run();
        bytes = executable.ArenaBytes;
        return new Tensor(ElementType.Float32, graph.Outputs[0].Value.Shape, Memory(executable, graph.Outputs[0].Value).ToArray()).ToFloat32();
    }

    private static unsafe Span<byte> Memory(Executable executable, Value value) => new((void*)executable.Pointer(value), (int)value.Bytes);

    private static void Check(Graph graph, string operators)
    {
        GraphRun.SameAfter(graph, Optimizer.RunForInference);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }

    private Value Depthwise(Value x, int stride)
    {
        int channels = x.Shape[^1];
        Window window = new(new Axes(3, 3), new Axes(stride, stride), new Axes(1, 1), new Axes(1, 1), new Axes(1, 1));
        return make.Add(new Conv(window, channels, Bounds.Relu), x, make.Constant(1, channels, 1, 3, 3), make.Constant(1, channels));
    }
}
