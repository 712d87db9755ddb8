using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The reductions of <see cref="ReduceF32"/>, each a struct without fields.</summary>
internal static class Reductions
{
    public readonly struct Sum : IReduction;

    public readonly struct Mean : IReduction
    {
        public static V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(sum, S.Set(count));
    }

    /// <summary>NaN in, NaN out; the first of two zeros of different signs stays.</summary>
    public readonly struct Max : IReduction
    {
        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Or(S.Greater(x, sum), IsNaN<S, V>(x)), x, sum);

        public static V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => Add<S, V>(a, b, b);
    }

    /// <summary>NaN in, NaN out; the first of two zeros of different signs stays.</summary>
    public readonly struct Min : IReduction
    {
        public static float Start => float.PositiveInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Or(S.Greater(sum, x), IsNaN<S, V>(x)), x, sum);

        public static V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => Add<S, V>(a, b, b);
    }

    public readonly struct Prod : IReduction
    {
        public static float Start => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(sum, x);

        public static V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(a, b);
    }

    public readonly struct L1 : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, VectorMath.Abs<S, V>(x));
    }

    public readonly struct SumSquare : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(x, x, sum);
    }

    public readonly struct L2 : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(x, x, sum);

        public static V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => S.Sqrt(sum);
    }

    public readonly struct LogSum : IReduction
    {
        public static V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Log<S, V>(sum);
    }

    /// <summary>Shifted by the set's maximum, so that no exponential overflows; an infinite maximum shifts nothing.</summary>
    public readonly struct LogSumExp : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, VectorMath.Exp<S, V>(S.Subtract(x, Finite<S, V>(shift))));

        public static V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => S.Add(Finite<S, V>(shift), VectorMath.Log<S, V>(sum));

        // x - x is 0 for finite numbers and NaN for the others.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Finite<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Equal(S.Subtract(x, x), S.Zero), x, S.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsNaN<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => S.Xor(S.Equal(x, x), S.SetBits(-1));
}
