using System;
using EdgeCli.Live;
using Xunit;

namespace Tests.Cli.Live;

public class StepClockTests
{
    [Fact]
    public void TimeLeftFollowsTheMeanSpeedAndSpeedTheLastSecond()
    {
        StepClock clock = new(5000);
        clock.Tell(1, 1000, 5010);
        for (int step = 2; step <= 200; step++)
            clock.Tell(step, 1000, 5000 + (step * 10));
        Assert.Equal(100, clock.StepsPerSecond, 1);
        Assert.Equal(8.0, clock.Left!.Value.TotalSeconds, 1e-9);
    }

    [Fact]
    public void ARunThatWasResumedIsNotTakenForAFastOne()
    {
        StepClock clock = new(0);
        clock.Tell(901, 1000, 10);
        clock.Tell(950, 1000, 500);
        Assert.Equal(TimeSpan.FromMilliseconds(500), clock.Left);
    }

    [Fact]
    public void NothingIsSaidBeforeTimePasses()
    {
        StepClock clock = new(7);
        clock.Tell(1, 10, 7);
        Assert.Equal((0.0, null), (clock.StepsPerSecond, clock.Left));
    }
}
