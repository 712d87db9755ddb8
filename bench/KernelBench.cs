using System.Collections.Generic;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace Bench;

/// <summary>Single convolutions of real networks, as "input HxWxC, kernel, stride, groups -> outputs", on each instruction set of this CPU.</summary>
public class KernelBench
{
    private Executable? executable;

    [Params("28x28x1 3 1 1 8", "13x13x8 3 1 1 16", "32x32x16 3 1 1 16", "16x16x32 3 1 1 32", "8x8x64 3 1 1 64", "25x5x64 1 1 1 64", "25x5x64 3 1 64 64", "48x48x8 3 1 8 8", "56x56x24 1 1 1 144", "224x224x3 3 2 1 32")]
    public string Layer { get; set; } = "";

    [ParamsSource(nameof(Sets))]
    public Isa Isa { get; set; }

    public static IEnumerable<Isa> Sets
    {
        get
        {
            foreach (Isa isa in System.Enum.GetValues<Isa>())
            {
                if (EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                    yield return isa;
            }
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Layer.Split(' ');
        int[] size = System.Array.ConvertAll(parts[0].Split('x'), s => int.Parse(s, CultureInfo.InvariantCulture));
        int[] rest = System.Array.ConvertAll(parts[1..], s => int.Parse(s, CultureInfo.InvariantCulture));
        (int kernel, int stride, int groups, int outputs) = (rest[0], rest[1], rest[2], rest[3]);
        int pad = kernel / 2;
        Graph graph = new(Layer);
        Value x = new("x", ElementType.Float32, new Shape(1, size[0], size[1], size[2]), ValueKind.Input);
        Value w = Value.Constant("w", new Tensor(ElementType.Float32, new Shape(outputs, size[2] / groups, kernel, kernel)));
        w.Data!.As<float>().Fill(0.01f);
        graph.Inputs.Add(x);
        Window window = new(new Axes(kernel, kernel), new Axes(stride, stride), new Axes(1, 1), new Axes(pad, pad), new Axes(pad, pad));
        graph.Outputs.Add(("y", graph.Add("conv", new Conv(window, groups, Bounds.None), x, w).Output));
        executable = Compiler.Compile(graph, new CompileOptions(Isa, 1, null, KeepInputs: true));
    }

    [Benchmark]
    public void Run() => executable!.Run();

    [GlobalCleanup]
    public void Cleanup() => executable!.Dispose();
}
