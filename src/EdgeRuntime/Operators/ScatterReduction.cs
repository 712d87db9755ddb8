namespace EdgeRuntime.Operators;

/// <summary>What a scattered update does to the element at its index; several updates of one element follow each other in order.</summary>
internal enum ScatterReduction
{
    /// <summary>Replaces it: the last one stays.</summary>
    None,
    Add,
    Mul,
    Max,
    Min,
}
