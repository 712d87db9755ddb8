using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace Bench;

/// <summary>
/// Pools and normalizations with their gradients, on shapes of LeNet, DS-CNN and ResNet, on each instruction set of this CPU; batch
/// normalization is its training form, its gradient that with a Relu behind it.
/// </summary>
public class PoolingBench
{
    private static readonly Window TwoByTwo = Square(2, 2, 0);
    private static readonly Window ThreeByThree = Square(3, 2, 1);
    private static readonly ChannelNormalization BatchNorm = new(1e-5f, 1, AcrossBatch: true);
    private static readonly LayerNormalization LayerNorm = new(1, 1e-5f, Centered: true);

    private static readonly Dictionary<string, (Operator Operator, Shape[] Inputs)> All = new()
    {
        ["MaxPool 2x2"] = (new MaxPool(TwoByTwo), [new Shape(32, 26, 26, 8)]),
        ["MaxPool 2x2 gradient"] = (new ExtremePoolGradient(TwoByTwo), [new Shape(32, 26, 26, 8), new Shape(32, 13, 13, 8), new Shape(32, 13, 13, 8)]),
        ["MaxPool 3x3"] = (new MaxPool(ThreeByThree), [new Shape(1, 112, 112, 64)]),
        ["AveragePool 2x2"] = (new AveragePool(TwoByTwo), [new Shape(32, 26, 26, 8)]),
        ["AveragePool global"] = (new AveragePool(Whole(25, 5)), [new Shape(1, 25, 5, 64)]),
        ["BatchNorm"] = (BatchNorm, [new Shape(16, 25, 5, 64), new Shape(64), new Shape(64)]),
        ["BatchNorm gradient"] = (
            new ChannelNormalizationGradient(BatchNorm with { Bounds = Bounds.Relu }),
            [new Shape(16, 25, 5, 64), new Shape(64), new Shape(64), new Shape(64), new Shape(16, 25, 5, 64), default, default, new Shape(64)]),
        ["LayerNorm"] = (LayerNorm, [new Shape(64, 192), new Shape(192), new Shape(192)]),
        ["LRN"] = (new Lrn(5, 1e-4f, 0.75f, 1), [new Shape(1, 13, 13, 256)]),
    };

    private Executable? executable;

    public static IEnumerable<string> Names => All.Keys;

    public static IEnumerable<Isa> Sets => KernelBench.Sets;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [ParamsSource(nameof(Sets))]
    public Isa Isa { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (Operator op, Shape[] shapes) = All[Name];
        Graph graph = new(Name);
        Value?[] inputs = new Value?[shapes.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            if (shapes[i].Rank > 0) // a scalar stands for an input that is left out
                graph.Inputs.Add(inputs[i] = new Value($"x{i}", ElementType.Float32, shapes[i], ValueKind.Input));
        }

        graph.Outputs.Add(("y", graph.Add("node", op, inputs).Output));
        executable = Compiler.Compile(graph, new CompileOptions(Isa, 1, null, KeepInputs: true));
    }

    [Benchmark]
    public void Run() => executable!.Run();

    [GlobalCleanup]
    public void Cleanup() => executable!.Dispose();

    private static Window Square(int kernel, int stride, int pad) => new(
        new Axes(kernel, kernel), new Axes(stride, stride), new Axes(1, 1), new Axes(pad, pad), new Axes(pad, pad));

    private static Window Whole(int height, int width) => new(
        new Axes(height, width), new Axes(1, 1), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0));
}
