using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Optimizers;

/// <summary>Gradients of several steps make one update: where the bits are those of one large batch, and where only nearly.</summary>
public class AccumulationTests
{
    private const int Samples = 8, Classes = 3;

    private static readonly TrainerOptions Options = new() { Batch = Samples, Optimizer = new Adam { LearningRate = 0.01f, WeightDecay = 1e-3f } };

    /// <summary>Sums over the batch go on in one chain, through every way to a convolution's gradient.</summary>
    [Theory]
    [InlineData("""{ "type": "flatten" }, { "type": "dense", "units": 24, "activation": "relu" }, { "type": "dense", "units": 5, "activation": "tanh" }""")]
    [InlineData("""{ "type": "conv", "filters": 6, "activation": "relu" }, { "type": "conv", "filters": 10, "padding": "same", "activation": "relu" }, { "type": "globalaveragepool" }, { "type": "flatten" }""")]
    [InlineData("""{ "type": "conv", "filters": 8, "kernel": 1, "activation": "relu" }, { "type": "depthwise", "padding": "same" }, { "type": "conv", "filters": 6, "kernel": 1, "activation": "relu" }, { "type": "flatten" }""")]
    [InlineData("""{ "type": "conv", "filters": 8, "kernel": 2, "activation": "relu" }, { "type": "depthwise", "kernel": 2 }, { "type": "conv", "filters": 6, "groups": 2, "activation": "elu" }, { "type": "flatten" }""")]
    [InlineData("""{ "type": "conv", "filters": 5, "activation": "relu" }, { "type": "maxpool" }, { "type": "conv", "filters": 7, "kernel": 2, "activation": "hardswish" }, { "type": "flatten" }""")]
    public void MicroBatchesGiveTheBitsOfTheWholeBatch(string layers)
    {
        float[] whole = Train(layers, Options, 2);
        foreach (int parts in (ReadOnlySpan<int>)[2, 4])
            InstructionSets.SameBits(whole, Train(layers, Options with { Batch = Samples / parts, Accumulate = parts }, 2), $"{parts} parts");
        InstructionSets.SameBits(whole, Train(layers, Options with { Batch = 2, Accumulate = 4, Isa = Isa.Scalar, Threads = 2 }, 2), "4 parts on two threads, scalar");
    }

    /// <summary>What clips, bounds or drops sees the sum of all parts.</summary>
    [Fact]
    public void LimitsSeeTheWholeGradient()
    {
        const string Layers = """{ "type": "flatten" }, { "type": "dense", "units": 24, "activation": "relu" }""";
        TrainerOptions limited = Options with { ClipNorm = 0.02f, ClipValue = 0.01f, MaxNorm = 0.5f };
        InstructionSets.SameBits(Train(Layers, limited, 2), Train(Layers, limited with { Batch = 2, Accumulate = 4 }, 2), "4 parts");
    }

    /// <summary>A third of a gradient is rounded; a dense layer of one sample sums in other chains than one of several.</summary>
    [Theory]
    [InlineData("""{ "type": "flatten" }, { "type": "dense", "units": 24, "activation": "relu" }""", 9, 3)]
    [InlineData("""{ "type": "conv", "filters": 6 }, { "type": "flatten" }, { "type": "dense", "units": 24, "activation": "relu" }""", 12, 6)]
    [InlineData("""{ "type": "flatten" }, { "type": "dense", "units": 24, "activation": "relu" }""", 8, 8)]
    public void OtherPartsGiveTheWholeBatchUpToRounding(string layers, int samples, int parts)
    {
        TrainerOptions sgd = Options with { Batch = samples, Optimizer = new Sgd { LearningRate = 0.05f } };
        float[] whole = Train(layers, sgd, 2), summed = Train(layers, sgd with { Batch = samples / parts, Accumulate = parts }, 2);
        for (int i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i], summed[i], 1e-6f);
    }

    [Fact]
    public void WeightsMoveInTheLastStepOfAnUpdateOnly()
    {
        using Trainer trainer = new(Model("""{ "type": "flatten" }"""), Options with { Batch = 2, Accumulate = 3 });
        uint first = Checksum(trainer);
        for (int update = 0; update < 2; update++)
        {
            for (int part = 0; part < 3; part++)
            {
                Assert.Equal(first, Checksum(trainer));
                Step(trainer, update, part);
            }

            uint moved = Checksum(trainer);
            Assert.NotEqual(first, moved);
            first = moved;
        }
    }

    [Fact]
    public void MemoryIsThatOfAPartAndOneSumForEachWeight()
    {
        const string Layers = """{ "type": "conv", "filters": 16, "padding": "same", "activation": "tanh" }, { "type": "flatten" }, { "type": "dense", "units": 8 }""";
        using Trainer part = new(Model(Layers), Options with { Batch = 4 });
        using Trainer summed = new(Model(Layers), Options with { Batch = 4, Accumulate = 16 });
        long weights = 0;
        foreach (TensorInfo weight in part.Weights)
            weights += (4L * weight.Shape.Count) + 64;
        Assert.InRange(summed.ArenaBytes, part.ArenaBytes, part.ArenaBytes + weights);
        Allocations.None(32, () => summed.Step());
    }

    private static Model Model(string layers) => Architecture.FromJson($$"""{ "input": [2, 7, 7], "layers": [ {{layers}}, { "type": "dense", "units": {{Classes}} } ] }""", seed: 5);

    private static float[] Train(string layers, TrainerOptions options, int updates)
    {
        using Trainer trainer = new(Model(layers), options);
        for (int update = 0; update < updates; update++)
        {
            for (int part = 0; part < options.Accumulate; part++)
                Step(trainer, update, part);
        }

        List<float> all = [];
        foreach (Value weight in trainer.Graph.Trained)
            all.AddRange(trainer.Read(weight).As<float>().ToArray());
        return [.. all];
    }

    private static void Step(Trainer trainer, int update, int part)
    {
        new CounterRandom(9, (uint)update).FillUniform(trainer.Samples, -1f, 1f, (ulong)(part * trainer.Samples.Length));
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = (((part * trainer.Batch) + i) * 7 + update) % Classes;
        trainer.Step();
    }

    private static uint Checksum(Trainer trainer)
    {
        uint sum = 0;
        foreach (Value weight in trainer.Graph.Trained)
            sum ^= EdgeRuntime.Data.Crc32.Of(trainer.Memory(weight));
        return sum;
    }
}
