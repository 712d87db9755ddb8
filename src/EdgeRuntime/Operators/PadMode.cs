namespace EdgeRuntime.Operators;

/// <summary>What a <see cref="Pad"/> writes outside of its input.</summary>
internal enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The nearest element.</summary>
    Edge,

    /// <summary>The input mirrored at its outermost elements, which are not repeated.</summary>
    Reflect,

    /// <summary>The input from its other end on.</summary>
    Wrap,
}
