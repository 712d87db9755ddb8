namespace EdgeRuntime.Operators;

/// <summary>What a loss operator makes of the losses of its rows.</summary>
internal enum LossReduction
{
    None,
    Sum,
    Mean,
}
