using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Optimizers;

/// <summary>Every rule trains the same weights, bit for bit, wherever it runs; dropout is on.</summary>
public class OptimizerBitsTests
{
    private const int Steps = 4;
    private const string Network = """
        { "input": [1, 12, 12], "layers": [
          { "type": "conv", "filters": 8, "padding": "same", "activation": "relu" }, { "type": "flatten" }, { "type": "dropout", "ratio": 0.3 },
          { "type": "dense", "units": 24, "activation": "relu" }, { "type": "dropout" }, { "type": "dense", "units": 4 } ] }
        """;

    /// <summary>What each run's weights must be on every machine; a change of a kernel's order of sums changes all of them (EDGE_GOLDEN).</summary>
    [Fact]
    [Trait("arm", "yes")]
    public void EveryRuleGivesTheSameWeightsOnEveryMachine()
    {
        StringBuilder text = new();
        foreach ((string name, TrainerOptions options) in OptimizerRuns.All)
            text.AppendLine(CultureInfo.InvariantCulture, $"{name} {Train(options, EdgeRuntime.Simd.Dispatch.Default, 1)}");
        Golden.Matches("Listings/optimizer-weights.txt", text.ToString());
    }

    [Fact]
    public void EveryRuleGivesTheSameWeightsOnEveryInstructionSetAndAnyNumberOfThreads()
    {
        foreach ((string name, TrainerOptions options) in OptimizerRuns.All)
        {
            uint expected = Train(options, Isa.Scalar, 1);
            foreach (Isa isa in InstructionSets.All)
                Assert.True(expected == Train(options, isa, 1) && expected == Train(options, isa, 2), $"{name} has other weights on {isa}.");
        }
    }

    [Fact]
    public void NoRuleAllocatesInAStep()
    {
        foreach ((string name, TrainerOptions options) in OptimizerRuns.All)
        {
            using Trainer trainer = new(Architecture.FromJson(Network, seed: 3), options with { Batch = 4 });
            Allocations.None(20, () => trainer.Step(), name);
        }
    }

    // Not through Trainer, which refuses sets that the CPU lacks, though portable vectors can imitate them.
    private static unsafe uint Train(TrainerOptions options, Isa isa, int threads)
    {
        options = options with { Batch = 4 };
        TrainingGraph training = TrainingGraph.Build(Architecture.FromJson(Network, seed: 3), options);
        using Executable executable = Compiler.Compile(training.Graph, new CompileOptions(isa, threads, null, KeepInputs: false));
        for (int step = 0; step < Steps; step++)
        {
            new CounterRandom(21, (uint)step).FillUniform(new Span<float>((void*)executable.Pointer(training.Input), training.Input.Shape.Count), -1f, 1f);
            for (int i = 0; i < options.Batch; i++)
                ((int*)executable.Pointer(training.Target))[i] = (i + step) % 4;
            *(long*)executable.Pointer(training.Graph.Counter!) = step;
            training.Updates.WriteScalars(executable, step, options.Optimizer.LearningRate);
            executable.Run();
        }

        List<byte> weights = [];
        foreach (Value value in training.Trained)
            weights.AddRange(new ReadOnlySpan<byte>((void*)executable.Pointer(value), (int)value.Bytes));
        return Crc32.Of(weights.ToArray());
    }
}
