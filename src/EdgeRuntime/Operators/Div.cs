using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>a / b</c>; integers truncate, and give 0 where b is 0.</summary>
internal sealed record Div : Arithmetic<Div.Formula>
{
    /// <summary>ONNX Div 1, 6, 7, 13, 14 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(Emit(node, new Div()));

    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Needs(a))
            AddTo(gradient, a, gradient.Emit(new Div(), dy, b));
        if (gradient.Needs(b))
            AddTo(gradient, b, gradient.Emit(new BinaryGradient<DivisorGradient>(Type, default), b, node.Output, dy));
    }

    internal readonly record struct Formula : IMap2, INumberMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Divide(a, b);

        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T> => Quotient(a, b);

        // The one quotient that does not fit, of the least number and -1, wraps as in numpy instead of trapping.
        private static T Quotient<T>(T a, T b)
            where T : unmanaged, INumber<T>
        {
            if (typeof(T) == typeof(double))
                return a / b;
            if (T.IsZero(b))
                return T.Zero;
            return T.IsNegative(b) && b == -T.One ? -a : a / b;
        }
    }

    private readonly record struct DivisorGradient : IMap3
    {
        public V Apply<S, V>(V b, V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Fnma(S.Divide(dy, b), y, S.Zero);
    }
}
