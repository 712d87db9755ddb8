using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Recomputation;

public class RecomputationTests
{
    private const long KiB = 1024;

    [Theory]
    [InlineData("lenet", 4)]
    [InlineData("dscnn", 2)]
    [InlineData("resnet8", 2)]
    [InlineData("mobilenet-0.25", 1)]
    public void ComputingValuesTwiceGivesTheSameWeights(string name, int batch)
    {
        using Trainer roomy = Open(name, batch, null);
        long least = Least(name, batch);
        using Trainer tight = Open(name, batch, least);
        using Trainer between = Open(name, batch, (least + roomy.ArenaBytes) / 2);

        Assert.True(tight.ArenaBytes < roomy.ArenaBytes);
        Assert.InRange(tight.Graph.Recomputed, 1, 1000);
        Assert.InRange(between.ArenaBytes, tight.ArenaBytes, (least + roomy.ArenaBytes) / 2);
        Learn(roomy);
        Learn(between);
        Learn(tight);
        foreach ((Value ofRoomy, Value ofTight, Value ofBetween) in Together(roomy, tight, between))
        {
            Assert.Equal(roomy.Read(ofRoomy).Bytes, tight.Read(ofTight).Bytes);
            Assert.Equal(roomy.Read(ofRoomy).Bytes, between.Read(ofBetween).Bytes);
        }
    }

    [Fact]
    public void ARecomputedDropoutDrawsTheSameMask()
    {
        const string Network = """
            { "input": [1, 12, 12], "layers": [
                { "type": "conv", "filters": 8, "padding": "same" }, { "type": "softplus" }, { "type": "dropout", "ratio": 0.3 },
                { "type": "conv", "filters": 8, "padding": "same" }, { "type": "softplus" }, { "type": "dropout", "ratio": 0.3 },
                { "type": "flatten" }, { "type": "dense", "units": 3 } ] }
            """;
        Model model = Architecture.FromJson(Network, 3);
        TrainerOptions options = new() { Batch = 2 };
        using Trainer roomy = new(model, options);
        using Trainer tight = new(model, options with { MemoryBudgetBytes = LeastOf(() => new Trainer(model, options with { MemoryBudgetBytes = 1 })) });

        Learn(roomy);
        Learn(tight);
        Assert.True(tight.ArenaBytes < roomy.ArenaBytes);
        for (int i = 0; i < roomy.Weights.Count; i++)
            Assert.Equal(roomy.Read(roomy.Graph.Trained[i]).Bytes, tight.Read(tight.Graph.Trained[i]).Bytes);
    }

    [Theory]
    [InlineData("lenet", 400 * KiB)]
    [InlineData("dscnn", 600 * KiB)]
    public void SmallNetworksLearnInTheBytesThatAreTheirGoal(string name, long most)
    {
        using Trainer trainer = Open(name, 1, null);
        Assert.InRange(trainer.ArenaBytes, 1, most);
        Assert.InRange(trainer.ArenaBytes, 1, 1.03 * trainer.ArenaLowerBoundBytes);
    }

    [Fact]
    public void ABudgetOf430KiBIsEnoughForDsCnn()
    {
        using Trainer trainer = Open("dscnn", 1, 430 * KiB);
        Assert.InRange(trainer.ArenaBytes, 1, 430 * KiB);
        Assert.InRange(trainer.ArenaBytes, 1, 1.03 * trainer.ArenaLowerBoundBytes);
        Assert.InRange(trainer.Graph.ExtraWork, 0.001, 0.25);
    }

    [Fact]
    public void WhatARefusalAsksForIsEnoughAndAByteLessIsNot()
    {
        long least = Least("dscnn", 1);
        using Trainer trainer = Open("dscnn", 1, least);
        Assert.Equal(least, trainer.ArenaBytes);
        Assert.Equal(ErrorKind.Memory, Assert.Throws<EdgeException>(() => Open("dscnn", 1, least - 1)).Kind);
    }

    private static Trainer Open(string name, int batch, long? budget)
    {
        (Shape sample, int classes) = name switch
        {
            "dscnn" => (new Shape(1, 49, 10), 12),
            "mobilenet-0.25" => (new Shape(3, 96, 96), 2),
            "resnet8" => (new Shape(3, 32, 32), 10),
            _ => (new Shape(1, 28, 28), 10),
        };
        return new Trainer(Architecture.Create(name, sample, classes, 1), new TrainerOptions { Batch = batch, MemoryBudgetBytes = budget });
    }

    private static long Least(string name, int batch) => LeastOf(() => Open(name, batch, 1));

    private static long LeastOf(Func<Trainer> open)
    {
        string message = Assert.Throws<EdgeException>(open).Message;
        int at = message.IndexOf("Allow ", StringComparison.Ordinal) + 6;
        return long.Parse(message[at..message.IndexOf(' ', at)], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Learn(Trainer trainer)
    {
        for (ulong step = 0; step < 3; step++)
        {
            new CounterRandom(5, 0).FillUniform(trainer.Samples, 0, 1, step << 20);
            for (int i = 0; i < trainer.Labels.Length; i++)
                trainer.Labels[i] = i % trainer.Classes;
            trainer.Step();
        }
    }

    private static System.Collections.Generic.IEnumerable<(Value First, Value Second, Value Third)> Together(Trainer a, Trainer b, Trainer c)
    {
        using var second = b.Variables.GetEnumerator();
        using var third = c.Variables.GetEnumerator();
        foreach (Value first in a.Variables)
        {
            Assert.True(second.MoveNext() && third.MoveNext());
            yield return (first, second.Current, third.Current);
        }
    }
}
