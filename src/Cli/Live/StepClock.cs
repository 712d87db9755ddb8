using System;

namespace EdgeCli.Live;

/// <summary>How fast a training goes and how long it still takes. Times are milliseconds of one clock.</summary>
internal sealed class StepClock
{
    private const long Window = 1000;

    private readonly long start;
    private long windowAt;
    private long windowSteps;
    private long firstSteps = -1; // a resumed run has steps behind it that this clock has not seen

    public StepClock(long start) => (this.start, windowAt) = (start, start);

    /// <summary>Steps of the last second or so; 0 before the first.</summary>
    public double StepsPerSecond { get; private set; }

    /// <summary>What the rest will take at the mean speed so far, validation included; null before there is one.</summary>
    public TimeSpan? Left { get; private set; }

    /// <summary>Tells how many steps of the whole run are done.</summary>
    public void Tell(long done, long all, long now)
    {
        if (firstSteps < 0)
            (firstSteps, windowSteps) = (done - 1, done - 1);
        if (now - windowAt >= Window || (StepsPerSecond == 0 && now > windowAt))
        {
            StepsPerSecond = (done - windowSteps) * 1000.0 / (now - windowAt);
            (windowAt, windowSteps) = (now, done);
        }

        if (now > start)
            Left = TimeSpan.FromMilliseconds((all - done) * ((double)(now - start) / (done - firstSteps)));
    }
}
