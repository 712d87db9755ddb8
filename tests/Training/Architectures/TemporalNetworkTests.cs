using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Architectures;

public class TemporalNetworkTests
{
    private static readonly SequenceOptions Small = new() { Hidden = 8, Layers = 2 };

    [Theory]
    [InlineData(false, SequencePooling.Last, false)]
    [InlineData(false, SequencePooling.Mean, true)]
    [InlineData(true, SequencePooling.Last, true)]
    public void ItLearnsABatchByHeart(bool separable, SequencePooling pooling, bool lengths)
    {
        Model model = Make(Small with { Separable = separable, Pooling = pooling, TakesLengths = lengths });
        using Trainer trainer = new(model, new TrainerOptions { Batch = 6, SampleShape = new Shape(12, 3), Optimizer = new Sgd { LearningRate = 0.05f } });
        float first = 0, last = 0;
        for (int step = 0; step < 40; step++)
        {
            new CounterRandom(3, 0).FillUniform(trainer.Samples, -1, 1);
            for (int i = 0; i < 6; i++)
                trainer.Labels[i] = i % 3;
            for (int i = 0; lengths && i < 6; i++)
                trainer.Lengths[i] = 12 - i;
            last = trainer.Step();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.6f * first, $"The loss went from {first} to {last}.");
    }

    [Theory]
    [InlineData(SequencePooling.Last, 1e6f)]
    [InlineData(SequencePooling.Mean, 1e6f)]
    [InlineData(SequencePooling.Last, float.NaN)]
    [InlineData(SequencePooling.Mean, float.NaN)]
    public void WhatStandsBehindTheEndOfASequenceChangesNoBit(SequencePooling pooling, float behind)
    {
        Model model = Make(Small with { Pooling = pooling, TakesLengths = true });
        float[] sample = new float[20 * 3], padded = new float[20 * 3];
        new CounterRandom(5, 0).FillUniform(sample, -1, 1);
        Array.Fill(padded, behind);
        sample.AsSpan(0, 7 * 3).CopyTo(padded);
        InstructionSets.SameBits(Run(model, sample, 20, 7), Run(model, padded, 20, 7), "padding");
        double[] alone = Array.ConvertAll(Run(model, sample[..(7 * 3)], 7, 7), x => (double)x);
        InstructionSets.Near(alone, Run(model, sample, 20, 7), 1e-5, "the sequence alone");
    }

    [Theory]
    [InlineData(SequencePooling.Last)]
    [InlineData(SequencePooling.Mean)]
    public void LengthsThatAreTheWholeGiveWhatTheModelWithoutThemGives(SequencePooling pooling)
    {
        float[] sample = new float[11 * 3];
        new CounterRandom(6, 0).FillUniform(sample, -1, 1);
        double[] without = Array.ConvertAll(Run(Make(Small with { Pooling = pooling }), sample, 11, null), x => (double)x);
        InstructionSets.Near(without, Run(Make(Small with { Pooling = pooling, TakesLengths = true }), sample, 11, 11), 1e-5, "lengths");
    }

    [Fact]
    public void WhereFramesComeOneByOneLengthsFallAway()
    {
        Model model = Make(Small with { TakesLengths = true });
        float[] sample = new float[15 * 3];
        new CounterRandom(8, 0).FillUniform(sample, -1, 1);
        using Session session = new(model, new SessionOptions { Streaming = true });
        Assert.Equal(["input"], session.Inputs.Select(input => input.Name));
        for (int step = 0; step < 15; step++)
        {
            session.Step(sample.AsSpan(step * 3, 3));
            double[] whole = Array.ConvertAll(Run(model, sample, 15, step + 1), x => (double)x);
            InstructionSets.Near(whole, session.Output<float>("logits").ToArray(), 1e-5, $"step {step}");
        }
    }

    [Fact]
    public void AStepSeesThoseBeforeItAsFarAsItsBlocksReach()
    {
        // 1 + 2 (3 - 1) (2^2 - 1) = 13 steps
        Model model = Make(Small);
        float[] sample = new float[20 * 3];
        new CounterRandom(7, 0).FillUniform(sample, -1, 1);
        float[] before = Run(model, sample, 20, null);
        sample[(20 - 14) * 3] += 1;
        InstructionSets.SameBits(before, Run(model, sample, 20, null), "a step out of reach");
        sample[(20 - 13) * 3] += 1;
        Assert.NotEqual(before, Run(model, sample, 20, null));
    }

    [Fact]
    public void SeparableConvolutionsHaveFewerWeights()
    {
        int full = Weights(Make(new SequenceOptions())), separable = Weights(Make(new SequenceOptions { Separable = true }));
        Assert.InRange(separable, 1, full / 2);
    }

    [Fact]
    public void WhatATcnCannotBeIsRefused()
    {
        foreach (SequenceOptions options in (SequenceOptions[])[Small with { Bidirectional = true }, Small with { Layers = 13 }, Small with { Kernel = 0 }, Small with { Hidden = 0 }])
            Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => Make(options)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => Architecture.Create("tcn", new Shape(3, 4, 5), 2, 1)).Kind);
    }

    private static Model Make(SequenceOptions options) => Architecture.Create("tcn", new Shape(12, 3), 3, 1, options);

    private static int Weights(Model model)
    {
        int count = 0;
        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
            count += TensorReader.Read(tensor, null).Shape.Count;
        return count;
    }

    private static float[] Run(Model model, float[] sample, int steps, int? length)
    {
        Dictionary<string, Shape> shapes = new() { ["input"] = new Shape(1, steps, 3) };
        if (length is not null)
            shapes["lengths"] = new Shape(1);
        using Session session = new(model, new SessionOptions { Shapes = shapes });
        sample.CopyTo(session.Input<float>("input"));
        if (length is { } real)
            session.Input<int>("lengths")[0] = real;
        session.Run();
        return session.Output<float>("logits").ToArray();
    }
}
