using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>|x|</c>.</summary>
internal sealed record Abs() : DifferentiableUnary<Abs.Formula>(default(Formula))
{
    /// <summary>ONNX Abs 1, 6, 13 and newer; integers too.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Abs(), node.Input(0)));

    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberMapStep<Formula>.Add(node, steps);

    internal readonly record struct Formula : IDifferentiableMap, INumberMap
    {
        public bool GradientTakesOutput => false;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Abs<S, V>(x);

        public V Gradient<S, V>(V x, V dy)
            where S : struct, ISimd<V>
            where V : struct
        {
            V signed = S.Xor(dy, S.And(x, S.SetBits(int.MinValue)));
            return S.Select(S.Equal(x, S.Zero), S.Zero, signed);
        }

        public static T Apply<T>(T x)
            where T : unmanaged, INumber<T> => T.IsNegative(x) ? -x : x;
    }
}
