using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>Several schedules at once: each takes the rate that the one before made.</summary>
/// <remarks>PyTorch's ChainedScheduler.</remarks>
public sealed record ChainedSchedule : Schedule
{
    private readonly Schedule[] parts;

    /// <summary>Chains schedules.</summary>
    /// <param name="parts">In the order in which they act.</param>
    public ChainedSchedule(params ReadOnlySpan<Schedule> parts) => this.parts = parts.ToArray();

    /// <summary>The schedules, in the order in which they act.</summary>
    public IReadOnlyList<Schedule> Parts => parts;

    /// <inheritdoc/>
    public override bool DependsOnLength => Array.Exists(parts, p => p.DependsOnLength);

    /// <inheritdoc/>
    public override bool DependsOnLosses => Array.Exists(parts, p => p.DependsOnLosses);

    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position)
    {
        foreach (Schedule part in parts)
            rate = part.Rate(rate, position);
        return rate;
    }

    /// <summary>Equal where the parts are.</summary>
    public bool Equals(ChainedSchedule? other) => other is not null && parts.AsSpan().SequenceEqual(other.parts);

    /// <inheritdoc/>
    public override int GetHashCode() => parts.Length == 0 ? 0 : HashCode.Combine(parts.Length, parts[0]);

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => string.Join<Schedule>('+', parts);

    internal override void Check()
    {
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].Check();
            ScheduleText.Require(this, i == 0 || parts[i] is not OneCycleSchedule { Highest: not null }, "one-cycle sets the rate itself: name it first, or without a rate");
        }
    }
}
