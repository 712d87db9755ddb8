using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary><c>(output - target)^2</c>; PyTorch's MSELoss. Its root is the metric RMSE.</summary>
public sealed record MeanSquaredError : ElementLoss
{
    private protected override Operator Operation() => new MeanLoss<SquaredDifference>(default);

    private protected override double Of(double output, double target) => (output - target) * (output - target);
}
