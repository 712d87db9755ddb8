using System;

namespace EdgeRuntime.Training;

/// <summary>
/// One cycle over all steps: half a cosine from <c>highest / 25</c> up to the highest rate in the first 30 %, then half a cosine down to
/// <c>highest / 250000</c>.
/// </summary>
/// <param name="Highest">The rate at the top; null for the optimizer's.</param>
/// <remarks>Smith, Super-convergence (2018); PyTorch's OneCycleLR with its defaults, save that momentum stays as it is.</remarks>
public sealed record OneCycleSchedule(double? Highest = null) : Schedule
{
    private const double Rise = 0.3, FirstDivisor = 25, LastDivisor = 1e4;

    /// <inheritdoc/>
    public override bool DependsOnLength => true;

    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position)
    {
        double highest = Highest ?? rate, first = highest / FirstDivisor, last = position.Steps - 1;
        double top = (Rise * position.Steps) - 1;
        double step = Math.Min(position.Step, last);
        if (step <= top)
            return top > 0 ? CosineSchedule.Between(first, highest, step / top) : highest;
        return CosineSchedule.Between(highest, first / LastDivisor, (step - top) / (last - top));
    }

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => Highest is { } highest ? ScheduleText.Of("one-cycle", highest) : "one-cycle";

    internal override void Check() => ScheduleText.Require(this, Highest is null or (> 0 and < double.PositiveInfinity), "the highest rate must be finite and above 0");
}
