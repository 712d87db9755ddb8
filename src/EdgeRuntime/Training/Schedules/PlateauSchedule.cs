using System;

namespace EdgeRuntime.Training;

/// <summary>The rate times a factor whenever the watched loss did not fall for more than <paramref name="Patience"/> epochs in a row.</summary>
/// <param name="Patience">How many epochs without a lower loss are let pass, 0 or more.</param>
/// <param name="Factor">What the rate is then multiplied with, above 0 and below 1.</param>
/// <remarks>PyTorch's ReduceLROnPlateau: a loss counts as lower from 0.01 % on, and changes of the rate below 1e-8 are left out.</remarks>
public sealed record PlateauSchedule(int Patience = 10, double Factor = 0.1) : Schedule
{
    private const double Threshold = 1e-4, LeastChange = 1e-8;

    /// <summary>The rate is not made smaller than this.</summary>
    public double Lowest { get; init; }

    /// <inheritdoc/>
    public override bool DependsOnLosses => true;

    /// <inheritdoc/>
    public override double Rate(double rate, in RunPosition position)
    {
        double best = double.PositiveInfinity;
        int waited = 0;
        foreach (double loss in position.Losses)
        {
            bool isLower = loss < best * (1 - Threshold);
            best = isLower ? loss : best;
            waited = isLower ? 0 : waited + 1;
            if (waited <= Patience)
                continue;
            double reduced = Math.Max(rate * Factor, Lowest);
            rate = rate - reduced > LeastChange ? reduced : rate;
            waited = 0;
        }

        return rate;
    }

    /// <summary>The text that <see cref="Schedule.Parse"/> reads.</summary>
    public override string ToString() => Lowest == 0 ? ScheduleText.Of("plateau", Patience, Factor) : ScheduleText.Of("plateau", Patience, Factor, Lowest);

    internal override void Check()
    {
        ScheduleText.Require(this, Patience >= 0, "the patience must not be negative");
        ScheduleText.Require(this, Factor is > 0 and < 1, "the factor must be above 0 and below 1");
        ScheduleText.Require(this, double.IsFinite(Lowest) && Lowest >= 0, "the lowest rate must be finite and not negative");
    }
}
