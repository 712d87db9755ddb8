using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>What <see cref="UpdateTerms"/> make of a gradient and a weight in front of the formula; coupled weight decay is not among it.</summary>
internal interface IGradientShape
{
    /// <summary>Whether gradients may have to become zero once they are used.</summary>
    static abstract bool MayClear { get; }

    static abstract V Gradient<S, V>(V g, V w, float factor, float clip, float l1)
        where S : struct, ISimd<V>
        where V : struct;

    static abstract V Weight<S, V>(V w, float keep)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>Nothing.</summary>
internal readonly struct PlainGradient : IGradientShape
{
    public static bool MayClear => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gradient<S, V>(V g, V w, float factor, float clip, float l1)
        where S : struct, ISimd<V>
        where V : struct => g;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Weight<S, V>(V w, float keep)
        where S : struct, ISimd<V>
        where V : struct => w;
}

/// <summary>All of it.</summary>
internal readonly struct ShapedGradient : IGradientShape
{
    private const int Sign = int.MinValue;

    public static bool MayClear => true;

    /// <summary>Clips by norm, then by value, which leaves NaN as it is, and adds the slope of the L1 penalty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gradient<S, V>(V g, V w, float factor, float clip, float l1)
        where S : struct, ISimd<V>
        where V : struct
    {
        g = S.Max(S.Set(-clip), S.Min(S.Set(clip), S.Multiply(S.Set(factor), g)));
        V slope = S.Or(S.And(w, S.SetBits(Sign)), S.Set(l1));
        return S.Select(S.Equal(w, S.Zero), g, S.Add(g, slope));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Weight<S, V>(V w, float keep)
        where S : struct, ISimd<V>
        where V : struct => S.Multiply(S.Set(keep), w);
}
