using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>How many accumulators a tile keeps: a type, so that each shape is machine code of its own.</summary>
internal interface ITileShape
{
    /// <summary>4, 5, 6 or 8.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors of columns: 1 or 2.</summary>
    static abstract int Vectors { get; }
}

/// <summary>The widest tile: 6 x 2 accumulators + 2 of B + 1 of A = 15 of 16 registers.</summary>
internal readonly struct SixByTwo : ITileShape
{
    public static int Rows => 6;

    public static int Vectors => 2;
}

/// <summary>In the place of 6 x 2 where the rows are no multiple of six, so that none is computed for nothing.</summary>
internal readonly struct FiveByTwo : ITileShape
{
    public static int Rows => 5;

    public static int Vectors => 2;
}

/// <summary>The tail of a column of 6 x 2 tiles.</summary>
internal readonly struct FourByTwo : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 2;
}

/// <summary>The last columns, or all of a narrow C: 8 chains hide the latency of FMA (4 cycles, 2 a cycle).</summary>
internal readonly struct EightByOne : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 1;
}

/// <summary>
/// The tile of sets that multiply by a lane: 16 accumulators + 8 of A + 2 of B = 26 of 32 registers. One load brings four elements
/// of a row, where a broadcast from memory for each would be the limit (Cortex-A76: two loads and two FMLA a cycle).
/// </summary>
internal readonly struct EightByTwo : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 2;
}

/// <summary>What tiles do with the accumulators of one row. These are references to locals, which stay in registers once this is inlined.</summary>
internal static class TileRow
{
    /// <summary>Rows of any shape: what callers make room for.</summary>
    public const int MaxRows = 8;

    /// <summary>One element of A times one or two vectors of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd<S, V, T>(float a, V b0, V b1, ref V c0, ref V c1)
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, ITileShape
    {
        V spread = S.Set(a);
        c0 = S.Fma(spread, b0, c0);
        if (T.Vectors > 1)
            c1 = S.Fma(spread, b1, c1);
    }

    /// <summary>As <see cref="MultiplyAdd"/>, the element being a lane of a vector of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAddByLane<S, V>(V a, [ConstantExpected(Max = (byte)3)] byte lane, V b0, V b1, ref V c0, ref V c1)
        where S : struct, ISimd<V>
        where V : struct
    {
        c0 = S.FmaByLane(b0, a, lane, c0);
        c1 = S.FmaByLane(b1, a, lane, c1);
    }
}
