using System;
using System.Diagnostics;
using Devices.Streams;
using Xunit;

namespace Tests.Devices.Streams;

public sealed class EventScoreTests
{
    [Fact]
    public void AnswersAreRightConfusedInventedOrMissing()
    {
        EventScore score = new();
        using Script source = new();
        source.Say("left");
        Assert.True(score.Add(source, "left"));
        Assert.False(score.Add(source, "left")); // the same event once more
        source.Say("right");
        Assert.False(score.Add(source, "left"));
        source.Say("up");
        source.Say("down");
        Assert.True(score.Add(source, "down"));
        Assert.Equal((2, 1, 1, 1), (score.Correct, score.Confused, score.Invented, score.Missed(4)));
        Assert.Equal(2f / 5, score.Accuracy(4));
        Assert.Equal(1f, new EventScore().Accuracy(0));
    }

    [Fact]
    public void TimesAreThoseOfTheLastStepsAndTheSlowOnesAreSeen()
    {
        StepTimes times = new(100);
        Assert.Equal(0, times.Microseconds(0.5));
        long second = Stopwatch.Frequency;
        for (int i = 0; i < 150; i++)
            times.Add(Stopwatch.GetTimestamp() - (i < 50 ? 100 * second : i < 148 ? second : 10 * second));
        Assert.Equal(150, times.Count);
        Assert.InRange(times.Microseconds(0.5), 1e6, 2e6);
        Assert.InRange(times.Microseconds(0.99), 1e7, 2e7);
    }

    private sealed class Script : ISampleSource
    {
        public int Channels => 1;

        public float RateHertz => 1;

        public int EventCount { get; private set; }

        public string? Truth { get; private set; }

        public void Say(string name) => (EventCount, Truth) = (EventCount + 1, name);

        public int Read(Span<float> samples) => 0;

        public void Dispose()
        {
        }
    }
}
