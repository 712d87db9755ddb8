using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>One of two numbers; dy goes to the one that was taken, for a tie to a.</summary>
/// <param name="IsMax">The greater one, else the smaller one.</param>
internal abstract record Extreme<TMap>(bool IsMax) : Arithmetic<TMap>
    where TMap : struct, IMap2, INumberMap2
{
    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value a = node.Input(0), b = node.Input(1);
        (Value high, Value low) = IsMax ? (a, b) : (b, a);
        if (gradient.Needs(a))
            AddTo(gradient, a, gradient.Emit(new BinaryGradient<OfFirst>(Type, default), high, low, dy));
        if (gradient.Needs(b))
            AddTo(gradient, b, gradient.Emit(new BinaryGradient<OfSecond>(Type, default), low, high, dy));
    }

    private readonly record struct OfFirst : IMap3
    {
        public V Apply<S, V>(V high, V low, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.GreaterOrEqual(high, low), dy);
    }

    private readonly record struct OfSecond : IMap3
    {
        public V Apply<S, V>(V low, V high, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.Greater(low, high), dy);
    }
}
