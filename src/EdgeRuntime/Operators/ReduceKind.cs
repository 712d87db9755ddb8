namespace EdgeRuntime.Operators;

/// <summary>What a <see cref="Reduce"/> makes of a set of elements.</summary>
internal enum ReduceKind
{
    /// <summary>Their sum; 0 of an empty set.</summary>
    Sum,

    /// <summary>Their sum by their count; NaN of an empty set.</summary>
    Mean,

    /// <summary>The greatest; -infinity or the least integer of an empty set.</summary>
    Max,

    /// <summary>The least; infinity or the greatest integer of an empty set.</summary>
    Min,

    /// <summary>Their product; 1 of an empty set.</summary>
    Prod,

    /// <summary>The sum of their magnitudes.</summary>
    L1,

    /// <summary>The square root of the sum of their squares.</summary>
    L2,

    /// <summary>The logarithm of their sum.</summary>
    LogSum,

    /// <summary>The logarithm of the sum of their exponentials.</summary>
    LogSumExp,

    /// <summary>The sum of their squares.</summary>
    SumSquare,
}
