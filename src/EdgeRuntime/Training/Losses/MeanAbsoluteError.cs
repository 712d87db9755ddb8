using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary><c>|output - target|</c>; PyTorch's L1Loss. Its slope is 0 where the two are equal.</summary>
public sealed record MeanAbsoluteError : ElementLoss
{
    private protected override Operator Operation() => new MeanLoss<AbsoluteDifference>(default);

    private protected override double Of(double output, double target) => Math.Abs(output - target);
}
