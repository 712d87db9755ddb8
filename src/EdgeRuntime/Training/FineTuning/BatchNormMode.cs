namespace EdgeRuntime.Training;

/// <summary>What batch normalization does while it is trained.</summary>
public enum BatchNormMode
{
    /// <summary>
    /// Layers whose scale or bias is trained normalize with the statistics of the batch, and the running ones follow; frozen layers keep theirs.
    /// </summary>
    Train,

    /// <summary>All layers keep their running statistics, so that small batches do no harm; scale and bias can still be trained.</summary>
    Frozen,
}
