using System;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Optimize;
using Xunit;

namespace Tests.Execution;

public class CompilerTests
{
    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void EqualWeightsArePackedTwiceWhereTheirBiasesDiffer(bool sameBias)
    {
        Value x = make.Input(4, 8), w = make.Constant(1, 8, 40), bias = make.Constant(1, 40);
        Gemm gemm = new(TransB: false, Bounds.None);
        Graph graph = make.Return(make.Add(gemm, x, w, bias), make.Add(gemm, x, w, sameBias ? bias : make.Constant(1, 40)));
        using Executable executable = Compiler.Compile(graph, new CompileOptions(EdgeRuntime.Simd.Dispatch.Default, 1, null, KeepInputs: true));
        new Span<float>((void*)executable.Pointer(x), 32).Clear();
        executable.Run();
        for (int i = 0; i < 2; i++)
        {
            // The product of zeros is the bias.
            float[] y = new Span<float>((void*)executable.Pointer(graph.Outputs[i].Value), 40).ToArray();
            Assert.Equal(graph.Nodes[i].Input(2).Data!.As<float>().ToArray(), y);
        }

        Assert.Equal(sameBias ? 1 : 2, (int)Math.Round(executable.ConstantBytes / (9.0 * 48 * sizeof(float))));
    }
}
