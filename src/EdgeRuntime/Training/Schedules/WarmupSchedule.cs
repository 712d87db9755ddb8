namespace EdgeRuntime.Training;

/// <summary>The rate rises in equal parts over the first steps: <c>rate * (step + 1) / steps</c>, then stays what it was.</summary>
/// <param name="Steps">How many steps it takes, 1 or more.</param>
/// <remarks>PyTorch's LinearLR with start_factor 1 / steps and total_iters steps - 1.</remarks>
public sealed record WarmupSchedule(int Steps) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position) =>
        position.Step < Steps ? rate * ((position.Step + 1) / (double)Steps) : rate;

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => ScheduleText.Of("warmup", Steps);

    internal override void Check() => ScheduleText.Require(this, Steps >= 1, "it takes 1 step or more");
}
