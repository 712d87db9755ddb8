using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What a pool makes of the taps of one window.</summary>
internal interface IPoolFold
{
    /// <summary>The result of a window without taps.</summary>
    static abstract float Empty { get; }

    static abstract V Fold<S, V>(V folded, V tap)
        where S : struct, ISimd<V>
        where V : struct;

    /// <summary>Makes the result of the folded taps; they are it unless said otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Finish<S, V>(V folded, V taps)
        where S : struct, ISimd<V>
        where V : struct => folded;
}

/// <summary>The greatest tap; of equal ones, and where NaN comes in, the first stays.</summary>
internal readonly struct MaxFold : IPoolFold
{
    public static float Empty => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fold<S, V>(V folded, V tap)
        where S : struct, ISimd<V>
        where V : struct => S.Max(tap, folded);
}

/// <summary>The smallest tap; of equal ones, and where NaN comes in, the first stays.</summary>
internal readonly struct MinFold : IPoolFold
{
    public static float Empty => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fold<S, V>(V folded, V tap)
        where S : struct, ISimd<V>
        where V : struct => S.Min(tap, folded);
}

/// <summary>The sum of the taps, in ascending order, divided by their number.</summary>
internal readonly struct AverageFold : IPoolFold
{
    public static float Empty => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fold<S, V>(V folded, V tap)
        where S : struct, ISimd<V>
        where V : struct => S.Add(folded, tap);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<S, V>(V folded, V taps)
        where S : struct, ISimd<V>
        where V : struct => S.Divide(folded, taps);
}
