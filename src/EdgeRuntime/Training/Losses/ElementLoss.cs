using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>A loss of each number of the output by itself, against targets of the same shape; the mean over all of them.</summary>
public abstract record ElementLoss : Loss
{
    private protected ElementLoss()
    {
    }

    internal override bool TakesLabels => false;

    internal override bool Classifies => false;

    internal override LossOutputs Append(Graph graph, Value prediction, Value target, Value? weights) =>
        new(graph.Add("loss", Operation(), prediction, target, weights).Output, null);

    internal override double Of(ReadOnlySpan<float> output, int label, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += Of(output[i], target[i]);
        return sum / output.Length;
    }

    private protected abstract Operator Operation();

    private protected abstract double Of(double output, double target);
}

/// <summary><c>(output - target)^2</c>; PyTorch's MSELoss. Its root is the metric RMSE.</summary>
public sealed record MeanSquaredError : ElementLoss
{
    private protected override Operator Operation() => new MeanLoss<SquaredDifference>(default);

    private protected override double Of(double output, double target) => (output - target) * (output - target);
}

/// <summary><c>|output - target|</c>; PyTorch's L1Loss. Its slope is 0 where the two are equal.</summary>
public sealed record MeanAbsoluteError : ElementLoss
{
    private protected override Operator Operation() => new MeanLoss<AbsoluteDifference>(default);

    private protected override double Of(double output, double target) => Math.Abs(output - target);
}

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
