namespace EdgeRuntime.Simd;

/// <summary>
/// One instruction set. A kernel is written once over <typeparamref name="V"/>; every set gives the same bits for
/// the same lane, so that the lane count cannot be seen in a result (NaN payloads aside).
/// </summary>
/// <remarks>Masks are vectors of all-ones or all-zeros lanes. Bit operations see the lanes as 32-bit integers.</remarks>
internal unsafe interface ISimd<V>
    where V : struct
{
    /// <summary>Lanes of one vector.</summary>
    static abstract int Count { get; }

    static abstract V Load(float* source);

    static abstract void Store(float* target, V value);

    /// <summary>Asks for the cache line of an address that will be read soon: a hint, which sets without such an instruction leave out.</summary>
    static abstract void Prefetch(float* source);

    /// <summary>The same number in all lanes.</summary>
    static abstract V Set(float value);

    /// <summary>The same 32 bits in all lanes.</summary>
    static abstract V SetBits(int bits);

    static abstract V Zero { get; }

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    /// <summary><c>a * b + c</c>, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary><c>c - a * b</c>, rounded once.</summary>
    static abstract V Fnma(V a, V b, V c);

    /// <summary>Whether <see cref="FmaByLane"/> is one instruction, so that loading A by vectors beats spreading it from memory.</summary>
    static abstract bool MultipliesByLane { get; }

    /// <summary><c>a * b[lane] + c</c>, rounded once.</summary>
    static abstract V FmaByLane(V a, V b, [System.Diagnostics.CodeAnalysis.ConstantExpected(Max = (byte)3)] byte lane, V c);

    /// <summary><c>a &gt; b ? a : b</c>: the second operand where either is NaN or both are zeros.</summary>
    static abstract V Max(V a, V b);

    /// <summary><c>a &lt; b ? a : b</c>: the second operand where either is NaN or both are zeros.</summary>
    static abstract V Min(V a, V b);

    static abstract V Sqrt(V a);

    static abstract V Floor(V a);

    static abstract V Ceiling(V a);

    static abstract V Truncate(V a);

    /// <summary>To the nearest integer, halves to even.</summary>
    static abstract V Round(V a);

    static abstract V Greater(V a, V b);

    static abstract V GreaterOrEqual(V a, V b);

    static abstract V Equal(V a, V b);

    /// <summary>Lanes of <paramref name="yes"/> where the mask is set, else of <paramref name="no"/>.</summary>
    static abstract V Select(V mask, V yes, V no);

    static abstract V And(V a, V b);

    static abstract V Or(V a, V b);

    static abstract V Xor(V a, V b);

    /// <summary><c>a &amp; ~b</c>.</summary>
    static abstract V AndNot(V a, V b);

    static abstract V AddBits(V a, V b);

    static abstract V SubtractBits(V a, V b);

    static abstract V ShiftLeft(V a, [System.Diagnostics.CodeAnalysis.ConstantExpected] int bits);

    /// <summary>Shift that fills with the sign.</summary>
    static abstract V ShiftRight(V a, [System.Diagnostics.CodeAnalysis.ConstantExpected] int bits);

    /// <summary>Float lanes truncated to 32-bit integers (kept as bits); lanes must be within ±2^31.</summary>
    static abstract V ToIntBits(V a);

    /// <summary>32-bit integer lanes (given as bits) to float.</summary>
    static abstract V FromIntBits(V a);
}
