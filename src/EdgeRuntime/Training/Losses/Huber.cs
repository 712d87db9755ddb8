using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// <c>d^2 / 2</c> where the difference d is at most <see cref="Delta"/>, <c>delta (|d| - delta / 2)</c> beyond; PyTorch's HuberLoss. Outliers pull
/// no harder than delta.
/// </summary>
public sealed record Huber : ElementLoss
{
    /// <summary>Where the square ends and the line begins, above 0, in the unit of the targets.</summary>
    public float Delta { get; init; } = 1f;

    internal override void Validate()
    {
        if (!(Delta > 0f && float.IsFinite(Delta)))
            Throw.Data($"A delta of {Delta}: use a finite number above 0.");
    }

    private protected override Operator Operation() => new MeanLoss<HuberDifference>(new HuberDifference(Delta));

    private protected override double Of(double output, double target)
    {
        double d = Math.Abs(output - target);
        return d <= Delta ? d * d / 2 : Delta * (d - (Delta / 2.0));
    }
}
