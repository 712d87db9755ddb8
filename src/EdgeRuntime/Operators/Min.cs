using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The smaller of a and b; NaN where either is NaN.</summary>
internal sealed record Min() : Binary<Min.Formula>(default(Formula))
{
    /// <summary>ONNX Min 1, 6, 8, 12, 13 and newer: any number of inputs.</summary>
    public static void Import(ImportNode node) => node.Return(EmitChain(node, new Min()));

    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberBinaryStep<Formula>.Add(node, steps);

    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value a = node.Input(0), b = node.Input(1);
        Value zero = gradient.Constant(Tensor.Scalar(0)); // a tie belongs to a
        if (gradient.Needs(a))
            AddTo(gradient, a, gradient.Emit(new Where(), gradient.Emit(new LessOrEqual(), a, b), dy, zero));
        if (gradient.Needs(b))
            AddTo(gradient, b, gradient.Emit(new Where(), gradient.Emit(new Less(), b, a), dy, zero));
    }

    internal readonly record struct Formula : IMap2, INumberMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Equal(a, a), S.Min(a, b), a);

        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T> => T.Min(a, b);
    }
}
