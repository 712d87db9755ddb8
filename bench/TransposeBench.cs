using System;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace Bench;

/// <summary>Images from one layout to the other, as "N C H W".</summary>
public class TransposeBench
{
    private Executable? executable;

    [Params("1 3 224 224", "1 64 25 5", "1 32 32 32", "1 256 14 14", "8 64 64 64")]
    public string Image { get; set; } = "";

    [Params(true, false)]
    public bool ToChannelsLast { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] dims = Array.ConvertAll(Image.Split(' '), s => int.Parse(s, CultureInfo.InvariantCulture));
        Graph graph = new(Image);
        Shape shape = ToChannelsLast ? new Shape(dims) : new Shape(dims[0], dims[2], dims[3], dims[1]);
        Value x = new("x", ElementType.Float32, shape, ValueKind.Input);
        graph.Inputs.Add(x);
        Transpose transpose = new(ToChannelsLast ? new Axes(0, 2, 3, 1) : new Axes(0, 3, 1, 2));
        graph.Outputs.Add(("y", graph.Add("transpose", transpose, x).Output));
        executable = Compiler.Compile(graph, new CompileOptions(EdgeRuntime.Simd.Dispatch.Default, 1, null, KeepInputs: true));
    }

    [Benchmark]
    public void Run() => executable!.Run();

    [GlobalCleanup]
    public void Cleanup() => executable!.Dispose();
}
