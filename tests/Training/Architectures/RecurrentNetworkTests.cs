using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data.Sequences;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Architectures;

public class RecurrentNetworkTests
{
    [Theory]
    [InlineData("gru", 1, false, (3 * 8 * (5 + 8)) + (6 * 8) + (8 * 4) + 4)]
    [InlineData("lstm", 1, false, (4 * 8 * (5 + 8)) + (8 * 8) + (8 * 4) + 4)]
    [InlineData("gru", 2, true, (2 * ((3 * 8 * (5 + 8)) + (6 * 8))) + (2 * ((3 * 8 * (16 + 8)) + (6 * 8))) + (16 * 4) + 4)]
    public void NetworksHaveTheParametersOfTheirCells(string name, int layers, bool bidirectional, int parameters)
    {
        int count = 0;
        foreach (TensorProto tensor in Make(name, new SequenceOptions { Hidden = 8, Layers = layers, Bidirectional = bidirectional }).Proto.Graph.Initializer)
            count += tensor.DataType == (int)TensorProto.Types.DataType.Float ? TensorReader.Read(tensor, null).Shape.Count : 0;
        Assert.Equal(parameters, count);
    }

    public static TheoryData<string, bool, SequencePooling> Kinds { get; } = new()
    {
        { "gru", false, SequencePooling.Last }, { "gru", true, SequencePooling.Mean }, { "lstm", true, SequencePooling.Last }, { "lstm", false, SequencePooling.Mean },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatLiesBehindTheEndOfASequenceChangesNothing(string name, bool bidirectional, SequencePooling pooling)
    {
        SequenceOptions options = new() { Hidden = 6, Layers = 2, Bidirectional = bidirectional, Pooling = pooling, Dropout = 0.5f, TakesLengths = true };
        Model model = Make(name, options);
        float[] padded = Run(model, steps: 9, length: 5, behind: 0f);
        Assert.Equal(padded, Run(model, steps: 9, length: 5, behind: 7f));
        Assert.Equal(padded, Run(model, steps: 5, length: 5, behind: 0f));
        Assert.NotEqual(padded, Run(model, steps: 9, length: 6, behind: 0f));
        float[] whole = Run(Make(name, options with { TakesLengths = false }), steps: 5, length: null, behind: 0f);
        for (int i = 0; i < whole.Length; i++)
            Assert.Equal(padded[i], whole[i], 1e-6f); // a mean by division and one by multiplication
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NetworksLearnABatchOfDifferentLengthsByHeart(string name, bool bidirectional, SequencePooling pooling)
    {
        Model model = Make(name, new SequenceOptions { Hidden = 12, Bidirectional = bidirectional, Pooling = pooling, TakesLengths = true });
        using Trainer trainer = new(model, new TrainerOptions { Batch = 6, SampleShape = new Shape(7, 5), Optimizer = new Adam { LearningRate = 0.02f } });
        float first = 0, last = 0;
        for (int step = 0; step < 30; step++)
        {
            new CounterRandom(3, 0).FillUniform(trainer.Samples, -1, 1);
            for (int i = 0; i < 6; i++)
                (trainer.Lengths[i], trainer.Labels[i]) = (i + 2, i % 3);
            last = trainer.Step();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.5f * first, $"The loss went from {first} to {last}.");
    }

    [Fact]
    public void LengthsOutsideOfASequenceAreRefusedBeforeAnythingIsComputed()
    {
        Model model = Make("gru", new SequenceOptions { Hidden = 4, TakesLengths = true });
        using Trainer trainer = new(model, new TrainerOptions { Batch = 2, SampleShape = new Shape(7, 5) });
        foreach (int length in (ReadOnlySpan<int>)[0, -1, 8, int.MaxValue])
        {
            trainer.Lengths.Fill(3);
            trainer.Lengths[1] = length;
            EdgeException error = Assert.Throws<EdgeException>(() => trainer.Step());
            Assert.Equal(ErrorKind.Data, error.Kind);
            Assert.Contains($"Length {length} of sample 1", error.Message, StringComparison.Ordinal);
        }

        using Trainer plain = new(Make("gru", new SequenceOptions { Hidden = 4 }), new TrainerOptions { Batch = 2, SampleShape = new Shape(7, 5) });
        Assert.False(plain.TakesLengths);
        Assert.Contains("takes no lengths", Assert.Throws<EdgeException>(() => plain.Lengths.Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SequencesOfDifferentLengthNeedAModelThatTakesLengths()
    {
        SequenceBuilder builder = new(new EdgeRuntime.Data.DataSpec("ts", "x", null), 5, new EdgeRuntime.Data.DataOptions());
        for (int i = 0; i < 8; i++)
            builder.Add(new float[5 * (3 + (i % 4))], $"{i % 2}", null, "s");
        SequenceDataset data = builder.Build();
        TrainerOptions options = new() { Batch = 4, SampleShape = new Shape(6, 5) };
        Model with = Architecture.Create("gru", new Shape(6, 5), 2, 1, new SequenceOptions { Hidden = 4, TakesLengths = true }), without = Architecture.Create("gru", new Shape(6, 5), 2, 1, new SequenceOptions { Hidden = 4 });
        using Trainer plain = new(without, options), right = new(with, options), narrow = new(with, options with { SampleShape = new Shape(4, 5) });
        Assert.Contains("no input for lengths", Assert.Throws<EdgeException>(() => new Fit(without, plain, data)).Message, StringComparison.Ordinal);
        Assert.Contains("[6, 5] (steps, features)", Assert.Throws<EdgeException>(() => new Fit(with, narrow, data)).Message, StringComparison.Ordinal);
        FitResult run = new Fit(with, right, data, data, new FitOptions { Epochs = 2 }).Run();
        Assert.Equal(2, run.Epochs.Count);
        Assert.NotNull(run.Epochs[1].ValidationLoss);
    }

    [Fact]
    public void RecurrentWeightsAreOrthogonalGateByGateAndAnLstmRemembersAtFirst()
    {
        Model model = Make("lstm", new SequenceOptions { Hidden = 8 });
        ReadOnlySpan<float> recurrence = model.Initializer("lstm1.recurrence").As<float>(), bias = model.Initializer("lstm1.bias").As<float>();
        for (int row = 1; row < 8; row++)
        {
            double dot = 0;
            for (int i = 0; i < 8; i++)
                dot += recurrence[i] * recurrence[(row * 8) + i];
            Assert.Equal(0, dot, 1e-6);
        }

        Assert.Equal(1f, bias[16]);
        Assert.Equal(0f, bias[15]);
        Assert.Equal(0f, bias[24]);
        foreach (float weight in model.Initializer("lstm1.weight").As<float>())
            Assert.InRange(weight, -1 / MathF.Sqrt(8), 1 / MathF.Sqrt(8));
    }

    [Theory]
    [InlineData("gru", 0)]
    [InlineData("lstm", 8)]
    [InlineData("tcn", -1)]
    [InlineData("transformer", int.MaxValue)]
    public void ALengthThatTheInputCannotHaveIsOneErrorOfTheRun(string name, int length)
    {
        Model model = Make(name, new SequenceOptions { Hidden = 8, TakesLengths = true });
        EdgeException error = Assert.Throws<EdgeException>(() => Run(model, 7, length, 0));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains($"sequence 0 of the batch has length {length}, the input has 7 steps", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 0f)]
    [InlineData(100_000, 1, 0f)]
    [InlineData(8, -1, 0f)]
    [InlineData(8, 1, 1f)]
    [InlineData(8, 1, float.NaN)]
    public void SizesThatNoNetworkCouldHaveAreRefused(int hidden, int layers, float dropout) =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => Make("gru", new SequenceOptions { Hidden = hidden, Layers = layers, Dropout = dropout })).Kind);

    [Fact]
    public void SamplesThatAreNoSequencesAreRefused() =>
        Assert.Contains("[steps, features]", Assert.Throws<EdgeException>(() => Architecture.Create("gru", new Shape(1, 28, 28), 10, 1)).Message, StringComparison.Ordinal);

    private static Model Make(string name, SequenceOptions options) => Architecture.Create(name, new Shape(7, 5), 4, 3, options);

    private static float[] Run(Model model, int steps, int? length, float behind)
    {
        using Session session = new(model, new SessionOptions { Shapes = new Dictionary<string, Shape> { ["input"] = new Shape(1, steps, 5) } });
        Span<float> input = session.Input<float>();
        new CounterRandom(5, 0).FillUniform(input, -1, 1);
        if (length is { } real)
        {
            input[(Math.Clamp(real, 0, steps) * 5)..].Fill(behind);
            session.Input<int>("lengths")[0] = real;
        }

        session.Run();
        return session.Output<float>().ToArray();
    }
}
