using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>a + b</c>.</summary>
internal sealed record Add : Arithmetic<Add.Formula>
{
    /// <summary>ONNX Add 1, 6, 7, 13, 14 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(Emit(node, new Add()));

    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Needs(a))
            AddTo(gradient, a, dy);
        if (gradient.Needs(b))
            AddTo(gradient, b, dy);
    }

    internal readonly record struct Formula : IMap2, INumberMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Add(a, b);

        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T> => a + b;
    }
}
