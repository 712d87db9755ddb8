using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>Half a cosine from the optimizer's rate down to the lowest over all steps: <c>lowest + (rate - lowest) * (1 + cos(pi * step / steps)) / 2</c>.</summary>
/// <param name="Lowest">Where it ends.</param>
/// <remarks>Loshchilov and Hutter, SGDR (2017), without restarts; PyTorch's CosineAnnealingLR stepped after each batch.</remarks>
public sealed record CosineSchedule(double Lowest = 0) : Schedule
{
    /// <inheritdoc/>
    public override bool DependsOnLength => true;

    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position) =>
        Between(rate, Lowest, Math.Min(1, (double)position.Step / position.Steps));

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => Lowest == 0 ? "cosine" : ScheduleText.Of("cosine", Lowest);

    internal override void Check() => ScheduleText.Require(this, double.IsFinite(Lowest) && Lowest >= 0, "the lowest rate must be finite and not negative");

    /// <summary>Half a cosine: <paramref name="from"/> at part 0, <paramref name="to"/> at part 1.</summary>
    internal static double Between(double from, double to, double part) => to + ((from - to) * ((1 + StableMath.CosOfPi(part)) / 2));
}
