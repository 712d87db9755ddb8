using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>Schedules against the rates of PyTorch's lr_scheduler (tests/Golden/make_schedules.py).</summary>
public class ScheduleTests
{
    private static readonly JsonElement Torch = JsonDocument.Parse(File.ReadAllText(Golden.Path("schedules.json"))).RootElement;

    public static TheoryData<string> Cases
    {
        get
        {
            TheoryData<string> names = [];
            foreach (JsonProperty one in Torch.GetProperty("cases").EnumerateObject())
                names.Add(one.Name);
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryRateIsPyTorchs(string text)
    {
        List<double> actual = Rates(Schedule.Parse(text));
        JsonElement expected = Torch.GetProperty("cases").GetProperty(text);
        Assert.Equal(expected.GetArrayLength(), actual.Count);
        for (int i = 0; i < actual.Count; i++)
            Assert.Equal(expected[i].GetDouble(), actual[i], 1e-14);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheTextOfAScheduleReadsBackAsTheSame(string text)
    {
        Schedule schedule = Schedule.Parse(text);
        Assert.Equal(text, schedule.ToString());
        Assert.Equal(schedule, Schedule.Parse(schedule.ToString()));
    }

    [Fact]
    [Trait("arm", "yes")]
    public void EveryMachineGivesTheSameBits()
    {
        uint crc = 0;
        foreach (JsonProperty one in Torch.GetProperty("cases").EnumerateObject())
        {
            foreach (double rate in Rates(Schedule.Parse(one.Name)))
                crc = Crc32.Of(BitConverter.GetBytes(rate), crc);
        }

        Assert.Equal(1794915218u, crc);
    }

    [Fact]
    public void ARunOfOneStepHasRates()
    {
        foreach (string text in (string[])["cosine", "one-cycle", "one-cycle:0.5", "warmup:1", "step:1", "plateau:0"])
        {
            double rate = Schedule.Parse(text).Rate(0.2, new RunPosition { Step = 0, StepsPerEpoch = 1, Epochs = 1 });
            Assert.True(rate is > 0 and <= 0.5, $"{text}: {rate}");
        }
    }

    [Fact]
    public void OnlyWhatNeedsTheLengthDependsOnIt()
    {
        Assert.True(Schedule.Parse("warmup:3+cosine").DependsOnLength);
        Assert.True(Schedule.Parse("one-cycle").DependsOnLength);
        Assert.False(Schedule.Parse("warmup:3+step:2+plateau:1+exponential:0.9").DependsOnLength);
    }

    [Theory]
    [InlineData("", "'' is not known")]
    [InlineData("linear", "'linear' is not known: use cosine, step:")]
    [InlineData("cosine+", "'' is not known")]
    [InlineData("step", "write step:EPOCHS,FACTOR")]
    [InlineData("step:0", "1 epoch or more")]
    [InlineData("step:2,0", "above 0 and at most 1")]
    [InlineData("step:2.5,0.1", "'2.5' is not a whole number")]
    [InlineData("step:2,x", "'x' is not a number")]
    [InlineData("step:2,0.1,3", "write step:EPOCHS,FACTOR")]
    [InlineData("exponential:1.5", "above 0 and at most 1")]
    [InlineData("exponential:nan", "above 0 and at most 1")]
    [InlineData("one-cycle:0", "finite and above 0")]
    [InlineData("one-cycle:Infinity", "finite and above 0")]
    [InlineData("warmup:10+one-cycle:0.1", "name it first")]
    [InlineData("plateau:-1,0.5", "'-1' is not a whole number")]
    [InlineData("plateau:3,1", "above 0 and below 1")]
    [InlineData("cosine:-1", "not negative")]
    [InlineData("warmup:0", "1 step or more")]
    public void TextThatIsNoScheduleIsRefused(string text, string words)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Schedule.Parse(text));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static List<double> Rates(Schedule schedule)
    {
        List<double> losses = [];
        foreach (JsonElement loss in Torch.GetProperty("losses").EnumerateArray())
            losses.Add(loss.GetDouble());
        int epochs = Torch.GetProperty("epochs").GetInt32(), steps = Torch.GetProperty("steps_per_epoch").GetInt32();
        List<double> rates = [];
        for (int step = 0; step < epochs * steps; step++)
        {
            RunPosition position = new() { Step = step, StepsPerEpoch = steps, Epochs = epochs, Losses = losses.ToArray().AsSpan(0, step / steps) };
            rates.Add(schedule.Rate(Torch.GetProperty("rate").GetDouble(), position));
        }

        return rates;
    }
}
