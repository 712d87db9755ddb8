using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Tests.Support;
using Xunit;

namespace Tests.Optimize;

public class FuseProjectionsTests
{
    public static TheoryData<string, int, int> Layers
    {
        get
        {
            TheoryData<string, int, int> layers = [];
            foreach (string kind in (string[])["RNN", "GRU", "GRU resets first", "LSTM"])
            {
                foreach ((int time, int batch) in ((int, int)[])[(25, 1), (53, 1), (24 + 13, 2), (5, 15), (3, 30)])
                    layers.Add(kind, time, batch);
            }

            return layers;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void ALayerMultipliesItsOwnInput(string kind, int time, int batch)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            foreach (bool differs in (bool[])[false, true])
            {
                Graph graph = Layer(kind, time, batch, reverse, differs, bias: differs);
                float[] expected = Outputs(graph, threads: 1);
                GraphRun.SameAfter(graph, Optimizer.RunForInference);
                Assert.Equal($"Reshape {kind[..Math.Min(kind.Length, kind[0] == 'L' ? 4 : 3)]}", GraphRun.Operators(graph));
                InstructionSets.SameBits(expected, Outputs(graph, threads: 1), kind);
                InstructionSets.SameBits(expected, Outputs(graph, threads: 3), kind);
            }
        }
    }

    [Fact]
    public void FewStepsKeepTheirProduct()
    {
        Graph graph = Layer("GRU", 24, 1, reverse: false, differs: false, bias: true);
        Optimizer.RunForInference(graph);
        Assert.Contains("Gemm", GraphRun.Operators(graph));
    }

    private static Graph Layer(string kind, int time, int batch, bool reverse, bool differs, bool bias)
    {
        const int features = 5, hidden = 11;
        int rows = hidden * (kind == "RNN" ? 1 : kind == "LSTM" ? 4 : 3);
        GraphMaker make = new();
        Value x = make.Input(time * batch, features);
        Value product = make.Add(new Gemm(TransB: true, Bounds.None), x, make.Constant(1, rows, features), bias ? make.Constant(1, rows) : null);
        RecurrentScan scan = kind switch
        {
            "RNN" => new RnnScan(CellSettings.Usual, reverse),
            "LSTM" => new LstmScan(CellSettings.Usual, reverse, CouplesGates: false),
            _ => new GruScan(CellSettings.Usual, reverse, LinearBeforeReset: kind == "GRU"),
        };
        int[] lengths = new int[batch];
        for (int b = 0; b < batch; b++)
            lengths[b] = b % 3 == 0 ? time : time * b / batch;
        Value? given = differs ? Value.Constant("lengths", Tensor.Of<int>(new Shape(batch), lengths)) : null;
        Value[] outputs = make.AddAll(scan, make.Reshape(product, time, batch, rows), make.Constant(0.3f, rows, hidden), bias ? make.Constant(1, rows) : null, null, given);
        return make.Return(outputs);
    }

    private static unsafe float[] Outputs(Graph graph, int threads)
    {
        using Executable executable = Compiler.Compile(graph, new CompileOptions(EdgeRuntime.Simd.Dispatch.Default, threads, null, KeepInputs: false));
        Value x = graph.Inputs[0];
        float[] noise = GraphRun.Noise(new System.Random(3), x.Shape).As<float>().ToArray();
        noise.CopyTo(new Span<float>((void*)executable.Pointer(x), x.Shape.Count));
        executable.Run();
        List<float> all = [];
        foreach ((_, Value output) in graph.Outputs)
            all.AddRange(new Span<float>((void*)executable.Pointer(output), output.Shape.Count));
        return [.. all];
    }
}
