using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>max(x, 0)</c>; NaN stays NaN.</summary>
internal sealed record Relu() : DifferentiableUnary<Relu.Formula>(default(Formula))
{
    /// <summary>ONNX Relu 1, 6, 13, 14 and newer; integers too from 14 on.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Relu(), node.Input(0)));

    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberMapStep<Formula>.Add(node, steps);

    internal readonly record struct Formula : IDifferentiableMap, INumberMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Max(S.Zero, x);

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.Greater(y, S.Zero), dy);

        public static T Apply<T>(T x)
            where T : unmanaged, INumber<T> => x < T.Zero ? T.Zero : x;
    }
}
