using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The reductions of <see cref="ReduceF32"/>, each a struct without fields.</summary>
internal static class Reductions
{
    public readonly struct Sum : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, x);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    public readonly struct Mean : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, x);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(sum, S.Set(count));
    }

    /// <summary>NaN in, NaN out; the first of two zeros of different signs stays.</summary>
    public readonly struct Max : IReduction
    {
        public float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Or(S.Greater(x, sum), IsNaN<S, V>(x)), x, sum);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => Add<S, V>(a, b, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    /// <summary>NaN in, NaN out; the first of two zeros of different signs stays.</summary>
    public readonly struct Min : IReduction
    {
        public float Start => float.PositiveInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Or(S.Greater(sum, x), IsNaN<S, V>(x)), x, sum);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => Add<S, V>(a, b, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    public readonly struct Prod : IReduction
    {
        public float Start => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(sum, x);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    public readonly struct L1 : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, S.AndNot(x, S.Set(-0f)));

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    public readonly struct SumSquare : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(x, x, sum);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => sum;
    }

    public readonly struct L2 : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(x, x, sum);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => S.Sqrt(sum);
    }

    public readonly struct LogSum : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, x);

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Log<S, V>(sum);
    }

    /// <summary>Shifted by the set's maximum, so that no exponential overflows; an infinite maximum shifts nothing.</summary>
    public readonly struct LogSumExp : IReduction
    {
        public float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add<S, V>(V sum, V x, V shift)
            where S : struct, ISimd<V>
            where V : struct => S.Add(sum, VectorMath.Exp<S, V>(S.Subtract(x, Finite<S, V>(shift))));

        public V Join<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public V Finish<S, V>(V sum, V shift, float count)
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
