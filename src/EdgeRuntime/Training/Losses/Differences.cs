using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary><c>(x - t)^2</c>.</summary>
internal readonly struct SquaredDifference : IDifference
{
    public static string Name => "MeanSquaredError";

    public V Loss<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct
    {
        V d = S.Subtract(x, target);
        return S.Multiply(d, d);
    }

    public V Slope<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct => S.Multiply(S.Set(2f), S.Subtract(x, target));
}

/// <summary><c>|x - t|</c>.</summary>
internal readonly struct AbsoluteDifference : IDifference
{
    public static string Name => "MeanAbsoluteError";

    public V Loss<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct => VectorMath.Abs<S, V>(S.Subtract(x, target));

    public V Slope<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct => S.Subtract(S.And(S.Greater(x, target), S.Set(1f)), S.And(S.Greater(target, x), S.Set(1f)));
}

/// <summary><c>d^2 / 2</c> up to delta, a line beyond.</summary>
internal readonly struct HuberDifference(float delta) : IDifference
{
    public static string Name => "Huber";

    // With c = min(|d|, delta) both pieces are c (|d| - c / 2).
    public V Loss<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct
    {
        V d = VectorMath.Abs<S, V>(S.Subtract(x, target));
        V c = S.Min(d, S.Set(delta));
        return S.Multiply(c, S.Fnma(S.Set(0.5f), c, d));
    }

    public V Slope<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct => S.Max(S.Set(-delta), S.Min(S.Set(delta), S.Subtract(x, target)));
}

/// <summary><c>(1 - t) x + f log(1 + e^-x)</c> with <c>f = 1 + (weight - 1) t</c>: binary cross entropy of a logit.</summary>
internal readonly struct LogisticDifference(float positiveWeight) : IDifference
{
    public static string Name => "BinaryCrossEntropy";

    public V Loss<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct =>
        S.Fma(S.Subtract(S.Set(1f), target), x, S.Multiply(Factor<S, V>(target), VectorMath.Softplus<S, V>(S.Subtract(S.Zero, x))));

    // (1 - t) + f (sigmoid(x) - 1)
    public V Slope<S, V>(V x, V target)
        where S : struct, ISimd<V>
        where V : struct =>
        S.Fma(Factor<S, V>(target), S.Subtract(VectorMath.Sigmoid<S, V>(x), S.Set(1f)), S.Subtract(S.Set(1f), target));

    private V Factor<S, V>(V target)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Set(positiveWeight - 1f), target, S.Set(1f));
}
