using System;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Optimizers;

public class MaxNormTests
{
    private const float Limit = 1.5f;

    [Theory]
    [InlineData(0, 7, 40, 1)]
    [InlineData(1, 37, 9, 1)]
    [InlineData(1, 6, 5, 33)]
    public void UnitsThatAreTooLongAreShrunkAlongAnyAxis(int axis, int d0, int d1, int d2)
    {
        Shape shape = new(d0, d1, d2);
        Tensor w = new(ElementType.Float32, shape);
        new CounterRandom(8, 1).FillUniform(w.As<float>(), -0.5f, 0.5f);
        float[] before = w.As<float>().ToArray(), scalar = Run(w, axis, Isa.Scalar, due: true);
        foreach (Isa isa in InstructionSets.All)
            InstructionSets.SameBits(scalar, Run(w, axis, isa, due: true), $"{isa}");
        Assert.Equal(before, Run(w, axis, Isa.Scalar, due: false));
        double[] squares = new double[shape[axis]];
        for (int i = 0; i < before.Length; i++)
            squares[UnitOf(i, axis, shape)] += (double)before[i] * before[i];
        int shrunk = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double norm = Math.Sqrt(squares[UnitOf(i, axis, shape)]);
            shrunk += norm > Limit ? 1 : 0;
            Assert.Equal(before[i] * Math.Min(1, Limit / norm), scalar[i], 1e-6);
        }

        Assert.InRange(shrunk, 1, before.Length);
    }

    [Fact]
    public void UnitsStandWhereTheOperatorThatReadsTheWeightHasThem()
    {
        Graph graph = new("units");
        Value x = new("x", ElementType.Float32, new Shape(2, 5), ValueKind.Input);
        Value columns = new("columns", ElementType.Float32, new Shape(5, 3), ValueKind.Variable), rows = new("rows", ElementType.Float32, new Shape(4, 3), ValueKind.Variable);
        Value hidden = graph.Add("a", new Gemm(false, Bounds.None), x, columns).Output;
        graph.Add("b", new Gemm(true, Bounds.None), hidden, rows);
        Assert.Equal(1, UnitAxis.Of(graph, columns));
        Assert.Equal(0, UnitAxis.Of(graph, rows));
    }

    private static int UnitOf(int element, int axis, Shape shape) => axis == 0 ? element / (shape[1] * shape[2]) : element / shape[2] % shape[1];

    private static unsafe float[] Run(Tensor w, int axis, Isa isa, bool due)
    {
        Graph graph = new("max-norm");
        Value weight = new("w", ElementType.Float32, w.Shape, ValueKind.Variable, w);
        Value scalars = new("scalars", ElementType.Float32, new Shape(UpdateRule.Own), ValueKind.Variable, Tensor.Of<float>(new Shape(UpdateRule.Own), [due ? 1f : 0f, 0f, 1f]));
        graph.Add("max-norm", new MaxNorm(Limit, axis), weight, scalars);
        using Executable executable = Compiler.Compile(graph, new CompileOptions(isa, 1, null, KeepInputs: false));
        executable.Run();
        return new Span<float>((void*)executable.Pointer(weight), w.Shape.Count).ToArray();
    }
}
