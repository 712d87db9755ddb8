using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace Tests.Kernels;

/// <summary>The functions as maps.</summary>
public unsafe partial class VectorMathTests
{
    private readonly struct Exp : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Exp<S, V>(x);
    }

    private readonly struct ExpOfNegative : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.ExpOfNegative<S, V>(x);
    }

    private readonly struct ExpM1 : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.ExpM1<S, V>(x);
    }

    private readonly struct Log : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Log<S, V>(x);
    }

    private readonly struct Log1POfUnit : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Log1POfUnit<S, V>(x);
    }

    private readonly struct Sigmoid : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sigmoid<S, V>(x);
    }

    private readonly struct Tanh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Tanh<S, V>(x);
    }

    private readonly struct Softplus : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Softplus<S, V>(x);
    }

    private readonly struct TanhOfSoftplus : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.TanhOfSoftplus<S, V>(x);
    }

    private readonly struct Erf : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Erf<S, V>(x);
    }

    private readonly struct Sin : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sin<S, V>(x);
    }

    private readonly struct Cos : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Cos<S, V>(x);
    }

    private readonly struct Tan : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Tan<S, V>(x);
    }

    private readonly struct Asin : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Asin<S, V>(x);
    }

    private readonly struct Acos : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Acos<S, V>(x);
    }

    private readonly struct Atan : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Atan<S, V>(x);
    }

    private readonly struct Sinh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Sinh<S, V>(x);
    }

    private readonly struct Cosh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Cosh<S, V>(x);
    }

    private readonly struct Asinh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Asinh<S, V>(x);
    }

    private readonly struct Acosh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Acosh<S, V>(x);
    }

    private readonly struct Atanh : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Atanh<S, V>(x);
    }

    private readonly struct Pow : IMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Pow<S, V>(a, b);
    }
}
