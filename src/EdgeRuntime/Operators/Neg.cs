using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>-x</c>.</summary>
internal sealed record Neg() : Unary<Neg.Formula>(default(Formula))
{
    /// <summary>ONNX Neg 1, 6, 13 and newer; integers too.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Neg(), node.Input(0)));

    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this, dy));
    }

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberMapStep<Formula>.Add(node, steps);

    internal readonly record struct Formula : IMap, INumberMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Xor(x, S.SetBits(int.MinValue));

        public static T Apply<T>(T x)
            where T : unmanaged, INumber<T> => -x;
    }
}
