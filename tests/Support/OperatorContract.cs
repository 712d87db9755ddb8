using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Support;

/// <summary>
/// What every operator promises. A test class of an operator derives from this, gives cases (shapes, ranges, attributes; at least one
/// with a double-precision reference), and inherits the tests.
/// </summary>
public abstract class OperatorContract
{
    private protected abstract IEnumerable<OperatorCase> Cases { get; }

    [Fact]
    [Trait("arm", "yes")]
    public void TheReferenceIsMatched()
    {
        int referenced = 0;
        foreach (OperatorCase item in Cases)
        {
            if (item.Reference is not { } reference)
                continue;
            referenced++;
            Tensor[] inputs = item.MakeInputs();
            double[] expected = reference(Array.ConvertAll(inputs, ToDoubles));
            double[] actual = ToDoubles(Run(item, inputs, Isa.Scalar)[0]);
            Assert.True(expected.Length == actual.Length, $"{item}: {actual.Length} elements, the reference has {expected.Length}.");
            for (int i = 0; i < expected.Length; i++)
            {
                double error = Math.Abs(actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
                Assert.True(error <= item.Tolerance || actual[i].Equals(expected[i]), $"{item}: element {i} is {actual[i]:R}, the reference is {expected[i]:R}.");
            }
        }

        Assert.True(referenced > 0, "No case has a reference.");
    }

    [Fact]
    [Trait("arm", "yes")]
    public void EveryInstructionSetGivesTheSameBits()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            Tensor[] scalar = Run(item, inputs, Isa.Scalar);
            foreach (Isa isa in InstructionSets.All)
                AssertSame(scalar, Run(item, inputs, isa), $"{item} on {isa}");
        }
    }

    [Fact]
    public void NonFiniteInputsGiveTheSameBitsOnEveryInstructionSet()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs(special: true);
            Tensor[] scalar = Run(item, inputs, Isa.Scalar);
            foreach (Isa isa in InstructionSets.All)
                AssertSame(scalar, Run(item, inputs, isa), $"{item} with NaN and infinities on {isa}");
        }
    }

    [Fact]
    public void AnySplitOverWorkersGivesTheSameBits()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            Isa isa = EdgeRuntime.Simd.Dispatch.Default;
            Tensor[] whole = Run(item, inputs, isa);
            foreach (Split split in (Split[])[Split.Halves, Split.Thirds, Split.EachAlone])
                AssertSame(whole, Run(item, inputs, isa, split), $"{item} in {split}");
        }
    }

    [Fact]
    public void SharingMemoryWithAnInputGivesTheSameBits()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            foreach (Isa isa in InstructionSets.All)
                AssertSame(Run(item, inputs, isa), Run(item, inputs, isa, share: true), $"{item} on {isa}, in place");
        }
    }

    [Fact]
    public void TheGradientMatchesFiniteDifferences()
    {
        foreach (OperatorCase item in Cases)
        {
            if (item.NoGradient is not null)
                continue;
            using SlopeCheck check = new(item);
            check.Run();
        }
    }

    [Fact]
    public void TheGradientMatchesDifferencesOfTheReferenceInDoublePrecision()
    {
        foreach (OperatorCase item in Cases)
        {
            if (item.NoGradient is null && item.Reference is not null && item.Build(item.MakeInputs()).Outputs[0].Value.Type == ElementType.Float32)
                GradientCheck.Run(item);
        }
    }

    [Fact]
    public void RunningAllocatesNothing()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            using GraphRun run = new(item.Build(inputs), EdgeRuntime.Simd.Dispatch.Default, SlopeCheck.RunTime(item, inputs));
            run.Run();
            Allocations.None(10, () => run.RunSteps(Split.Whole), item.Name);
        }
    }

    [Fact]
    public void SessionsOfAnyNumberOfThreadsGiveTheSameBits()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            Tensor[] one = RunCompiled(item, inputs, threads: 1);
            foreach (int threads in (ReadOnlySpan<int>)[2, 3])
                AssertSame(one, RunCompiled(item, inputs, threads), $"{item} on {threads} threads");
        }
    }

    /// <summary>For tests that go through the cases of all operators.</summary>
    internal IEnumerable<OperatorCase> AllCases => Cases;

    private protected static Tensor[] Run(OperatorCase item, Tensor[] inputs, Isa isa, Split split = Split.Whole, bool share = false)
    {
        using GraphRun run = new(item.Build(inputs), isa, SlopeCheck.RunTime(item, inputs), share);
        run.Run(split);
        return run.Outputs();
    }

    // The way of a session: optimized, planned into one arena, run by its workers.
    private static Tensor[] RunCompiled(OperatorCase item, Tensor[] inputs, int threads)
    {
        Graph graph = item.Build(inputs);
        Tensor[] given = SlopeCheck.RunTime(item, inputs);
        Value[] declared = [.. graph.Inputs];
        Optimizer.Run(graph);
        using Executable executable = Compiler.Compile(graph, new CompileOptions(EdgeRuntime.Simd.Dispatch.Default, threads, null, KeepInputs: false));
        for (int i = 0; i < declared.Length; i++)
            given[i].Bytes.CopyTo(Memory(executable, declared[i]));
        executable.Run();
        Tensor[] outputs = new Tensor[graph.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            Value value = graph.Outputs[i].Value;
            outputs[i] = new Tensor(value.Type, value.Shape, Memory(executable, value).ToArray());
        }

        return outputs;
    }

    private static unsafe Span<byte> Memory(Executable executable, Value value) => new((void*)executable.Pointer(value), (int)value.Bytes);

    private static void AssertSame(Tensor[] expected, Tensor[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int o = 0; o < expected.Length; o++)
        {
            Assert.True(expected[o].Type == actual[o].Type && expected[o].Shape == actual[o].Shape, $"{what}: {actual[o]} and {expected[o]}.");
            if (expected[o].Type == ElementType.Float32)
                InstructionSets.SameBits(expected[o].As<float>().ToArray(), actual[o].As<float>().ToArray(), what);
            else
                Assert.True(expected[o].Bytes.SequenceEqual(actual[o].Bytes), $"{what}: output {o} differs.");
        }
    }

    private static double[] ToDoubles(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float64 => tensor.As<double>().ToArray(),
        ElementType.Float32 or ElementType.Float16 => Array.ConvertAll(tensor.ToFloat32(), v => (double)v),
        _ => Array.ConvertAll(tensor.ToInt64(), v => (double)v),
    };
}
