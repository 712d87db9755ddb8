using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>The rate times a factor after each epoch: <c>rate * factor^epoch</c>.</summary>
/// <param name="Factor">Above 0 up to 1.</param>
/// <remarks>PyTorch's ExponentialLR.</remarks>
public sealed record ExponentialSchedule(double Factor) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position) => rate * StableMath.Power(Factor, position.Epoch);

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => ScheduleText.Of("exponential", Factor);

    internal override void Check() => ScheduleText.Require(this, Factor is > 0 and <= 1, "the factor must be above 0 and at most 1");
}
