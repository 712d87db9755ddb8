using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Architectures;

public class TransformerTests
{
    private const int Features = 3, Classes = 4;
    private static readonly SequenceOptions Small = new() { Hidden = 16, Layers = 2, Heads = 2 };

    [Fact]
    public void WhatStandsBehindASequenceDoesNotCount()
    {
        Model model = Architecture.Create("transformer", new Shape(12, Features), Classes, 1, Small with { TakesLengths = true });
        float[] steps = Noise(12 * Features);
        float[] alone = Logits(model, steps[..(7 * Features)], [7]);
        float[] padded = [.. steps[..(7 * Features)], .. Noise(5 * Features)];
        float[] both = Logits(model, [.. steps, .. padded], [12, 7]);
        for (int i = 0; i < Classes; i++)
            Assert.Equal(alone[i], both[Classes + i], 5e-6f);
        Assert.NotEqual(alone, Logits(model, padded, [12]));
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(float.NaN)]
    public void WhatStandsBehindASequenceChangesNoBit(float behind)
    {
        Model model = Architecture.Create("transformer", new Shape(12, Features), Classes, 1, Small with { TakesLengths = true });
        float[] sample = Noise(12 * Features), padded = [.. sample];
        padded.AsSpan(7 * Features).Fill(behind);
        Support.InstructionSets.SameBits(Logits(model, sample, [7]), Logits(model, padded, [7]), "padding");
    }

    [Fact]
    public void TheOrderOfStepsCounts()
    {
        Model model = Architecture.Create("transformer", new Shape(9, Features), Classes, 1, Small);
        float[] steps = Noise(9 * Features);
        float[] turned = [.. steps[^Features..], .. steps[..^Features]];
        Assert.NotEqual(Logits(model, steps, null), Logits(model, turned, null));
    }

    [Fact]
    public void EveryWeightLearnsAndTheLossFalls()
    {
        Model model = Architecture.Create("transformer", new Shape(10, Features), Classes, 1, Small with { TakesLengths = true, Dropout = 0.1f });
        TrainerOptions options = new() { Batch = 8, SampleShape = new Shape(10, Features), Optimizer = new Adam { LearningRate = 0.01f } };
        using Trainer trainer = new(model, options);
        float first = 0, last = 0;
        for (int step = 0; step < 60; step++)
        {
            Noise(8 * 10 * Features).CopyTo(trainer.Samples);
            for (int i = 0; i < 8; i++)
                (trainer.Labels[i], trainer.Lengths[i]) = (i % Classes, 3 + i);
            last = trainer.Step();
            if (step == 0)
                first = last;
        }

        Assert.True(last < first / 2, $"The loss went from {first} to {last}.");
        Dictionary<string, float[]> before = Weights(model);
        trainer.Update(model);
        Dictionary<string, float[]> after = Weights(model);
        Assert.Equal(2 + (2 * 12) + 4, trainer.Weights.Count);
        foreach (TensorInfo weight in trainer.Weights)
            Assert.False(before[weight.Name].AsSpan().SequenceEqual(after[weight.Name]), $"'{weight.Name}' has not moved.");
    }

    [Theory]
    [InlineData(30, 4, false, "the numbers must be even and a multiple of the heads")]
    [InlineData(15, 3, false, "the numbers must be even and a multiple of the heads")]
    [InlineData(16, 0, false, "the numbers must be even and a multiple of the heads")]
    [InlineData(16, 4, true, "sees all steps from every step")]
    public void SizesThatCannotBeAreNamed(int hidden, int heads, bool bidirectional, string message)
    {
        SequenceOptions options = new() { Hidden = hidden, Heads = heads, Bidirectional = bidirectional };
        EdgeException error = Assert.Throws<EdgeException>(() => Architecture.Create("transformer", new Shape(5, 2), 2, 1, options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static float[] Logits(Model model, float[] samples, int[]? lengths)
    {
        int batch = lengths?.Length ?? 1;
        Shape shape = new(batch, samples.Length / (batch * Features), Features);
        using Session session = new(model, new SessionOptions { Batch = batch, Shapes = new Dictionary<string, Shape> { ["input"] = shape } });
        samples.CopyTo(session.Input<float>("input"));
        lengths?.CopyTo(session.Input<int>("lengths"));
        session.Run();
        return session.Output<float>("logits").ToArray();
    }

    private static Dictionary<string, float[]> Weights(Model model)
    {
        Dictionary<string, float[]> weights = [];
        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
        {
            if (TensorReader.Read(tensor, null) is { Type: ElementType.Float32 } data)
                weights[tensor.Name] = data.ToFloat32();
        }

        return weights;
    }

    private static float[] Noise(int count)
    {
        float[] noise = new float[count];
        new EdgeRuntime.Random.CounterRandom(5, 0).FillUniform(noise, -1, 1);
        return noise;
    }
}
