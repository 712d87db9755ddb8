using System.Numerics;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The greater of a and b; NaN where either is NaN.</summary>
internal sealed record Max() : Extreme<Max.Formula>(IsMax: true)
{
    /// <summary>ONNX Max 1, 6, 8, 12, 13 and newer: any number of inputs.</summary>
    public static void Import(ImportNode node) => node.Return(EmitChain(node, new Max()));

    internal readonly record struct Formula : IMap2, INumberMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Equal(a, a), S.Max(a, b), a);

        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T> => T.Max(a, b);
    }
}
