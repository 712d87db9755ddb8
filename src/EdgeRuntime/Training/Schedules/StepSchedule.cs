using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>The rate times a factor after each so many epochs: <c>rate * factor^(epoch / epochs)</c>, rounded down.</summary>
/// <param name="Epochs">How many epochs a rate stays, 1 or more.</param>
/// <param name="Factor">What the rate is then multiplied with, above 0 up to 1.</param>
/// <remarks>PyTorch's StepLR.</remarks>
public sealed record StepSchedule(int Epochs, double Factor = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position) => rate * StableMath.Power(Factor, position.Epoch / Epochs);

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => ScheduleText.Of("step", Epochs, Factor);

    internal override void Check()
    {
        ScheduleText.Require(this, Epochs >= 1, "a rate stays for 1 epoch or more");
        ScheduleText.Require(this, Factor is > 0 and <= 1, "the factor must be above 0 and at most 1");
    }
}
