using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
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
    public void RunningAllocatesNothing()
    {
        foreach (OperatorCase item in Cases)
        {
            Tensor[] inputs = item.MakeInputs();
            using GraphRun run = new(item.Build(inputs), EdgeRuntime.Simd.Dispatch.Default, SlopeCheck.RunTime(item, inputs));
            run.Run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
                run.RunSteps(Split.Whole);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"{item} allocates on the managed heap.");
        }
    }

    private protected static Tensor[] Run(OperatorCase item, Tensor[] inputs, Isa isa, Split split = Split.Whole, bool share = false)
    {
        using GraphRun run = new(item.Build(inputs), isa, SlopeCheck.RunTime(item, inputs), share);
        run.Run(split);
        return run.Outputs();
    }

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
