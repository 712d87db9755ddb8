using System;
using System.Collections.Generic;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Sequences;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Streams;

public sealed class SequencePlayerTests
{
    private static readonly PlayerOptions Still = new() { LeastRestSeconds = 1, MostRestSeconds = 1, Shuffles = false };

    [Fact]
    public void SequencesComeWholeWithRestsBetweenThemAndTheirTruth()
    {
        using SequencePlayer player = new(TwoSequences(), 2, Still);
        Assert.Equal((2, 2f, 0, null), (player.Channels, player.RateHertz, player.EventCount, player.Truth));
        List<string> heard = [];
        float[] sample = new float[2];
        while (player.Read(sample) == 1)
            heard.Add(FormattableString.Invariant($"{sample[0]:0.##} {sample[1]:0.##} {player.Truth}"));
        Assert.Equal(
            [
                "1 10 ", "1 10 ", "1 10 up", "2 20 up", "4 40 up",
                "4.78 42.59 up", "6.22 47.41 up", "7 50 down", "8 60 down",
                "8 60 down", "8 60 down",
            ],
            heard);
        Assert.Equal((2, 0), (player.EventCount, player.Read(sample)));
    }

    [Fact]
    public void RestsAreSilenceWhereThatIsAskedFor() =>
        Assert.Equal([0, 0, 0, 0, 1, 10, 2, 20, 4, 40, 0, 0, 0, 0], All(new SequencePlayer(TwoSequences(), 2, Still with { Count = 1, RestsAtZero = true }), 3));

    [Fact]
    public void HowManySamplesAreReadAtOnceMakesNoDifference()
    {
        PlayerOptions options = new() { Seed = 5, NoiseDeviations = [0.1f, 1], LeastRestSeconds = 0.5f, MostRestSeconds = 4 };
        Assert.Equal(All(new SequencePlayer(TwoSequences(), 4, options), 1), All(new SequencePlayer(TwoSequences(), 4, options), 7));
        Assert.NotEqual(All(new SequencePlayer(TwoSequences(), 4, options), 1), All(new SequencePlayer(TwoSequences(), 4, options with { Seed = 6 }), 1));
    }

    [Fact]
    public void OnlySoManySequencesArePlayedAsAreAskedFor()
    {
        using SequencePlayer player = new(TwoSequences(), 2, Still with { Count = 1 });
        Assert.Equal(2 * (2 + 3 + 2), All(player, 4).Count);
        Assert.Equal((1, "up"), (player.EventCount, player.Truth));
    }

    [Fact]
    public void ReadingAllocatesNothing()
    {
        using SequencePlayer player = new(TwoSequences(), 1000, new PlayerOptions { NoiseDeviations = [0.1f, 1] });
        float[] block = new float[6];
        Allocations.None(300, () => player.Read(block), "The player");
        Assert.True(player.EventCount > 0);
    }

    [Fact]
    public void WhatCannotBePlayedIsRefused()
    {
        Assert.Contains("no sequences", Assert.Throws<EdgeException>(() => new SequencePlayer(Dataset.Open("digits"), 10, Still)).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SequencePlayer(TwoSequences(), 0, Still)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SequencePlayer(TwoSequences(), 10, Still with { MostRestSeconds = 0.5f })).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new SequencePlayer(TwoSequences(), 10, Still with { NoiseDeviations = [1] })).Kind);
        using SequencePlayer player = new(TwoSequences(), 10, Still);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => player.Read(new float[1])).Kind);
    }

    private static SequenceDataset TwoSequences() =>
        new("two", 2, [1, 10, 2, 20, 4, 40, 7, 50, 8, 60], [0, 3, 5]) { Classes = ["up", "down"], Labels = [0, 1] };

    private static List<float> All(SequencePlayer player, int samples)
    {
        List<float> all = [];
        float[] block = new float[samples * player.Channels];
        for (int read = player.Read(block); read > 0; read = player.Read(block))
            all.AddRange(block.AsSpan(0, read * player.Channels));
        return all;
    }
}
