using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace Bench;

/// <summary>Elementwise operators on 8192 floats, which stay in the first caches, on each instruction set of this CPU.</summary>
public class ElementwiseBench
{
    private static readonly Shape Whole = new(8192);

    private static readonly Dictionary<string, (Operator Operator, Shape[] Inputs)> All = new()
    {
        ["Relu"] = (new Relu(), [Whole]),
        ["Clip"] = (new Clip(0, 6), [Whole]),
        ["Exp"] = (new Exp(), [Whole]),
        ["Log"] = (new Log(), [Whole]),
        ["Sigmoid"] = (new Sigmoid(), [Whole]),
        ["Tanh"] = (new Tanh(), [Whole]),
        ["Erf"] = (new Erf(), [Whole]),
        ["Gelu"] = (new Gelu(), [Whole]),
        ["Softplus"] = (new Softplus(), [Whole]),
        ["Pow"] = (new Pow(), [Whole, Whole]),
        ["Add, same shape"] = (new Add(), [Whole, Whole]),
        ["Add, scalar"] = (new Add(), [Whole, default]),
        ["Add, 16 channels last"] = (new Add(), [new Shape(512, 16), new Shape(16)]),
        ["Add, 3 channels last"] = (new Add(), [new Shape(2730, 3), new Shape(3)]),
        ["Mul, 32 channels first"] = (new Mul(), [new Shape(1, 32, 16, 16), new Shape(1, 32, 1, 1)]),
        ["ReluGradient"] = (new UnaryGradient<Relu.Formula>("Relu", default), [Whole, Whole]),
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
        for (int i = 0; i < shapes.Length; i++)
            graph.Inputs.Add(new Value($"x{i}", ElementType.Float32, shapes[i], ValueKind.Input));
        graph.Outputs.Add(("y", graph.Add("node", op, [.. graph.Inputs]).Output));
        executable = Compiler.Compile(graph, new CompileOptions(Isa, 1, null, KeepInputs: true));
    }

    [Benchmark]
    public void Run() => executable!.Run();

    [GlobalCleanup]
    public void Cleanup() => executable!.Dispose();
}
