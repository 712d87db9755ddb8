using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>-1, 0 or 1; NaN stays NaN. Flat, so that no gradient flows back.</summary>
internal sealed record Sign() : Unary<Sign.Formula>(default(Formula))
{
    /// <summary>ONNX Sign 9, 13 and newer; integers too.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Sign(), node.Input(0)));

    public override bool Takes(ElementType type) => type is not (ElementType.Float16 or ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberMapStep<Formula>.Add(node, steps);

    internal readonly record struct Formula : IMap, INumberMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct
        {
            V one = S.Or(S.And(x, S.SetBits(int.MinValue)), S.Set(1f));
            return S.Select(S.Or(S.Greater(x, S.Zero), S.Greater(S.Zero, x)), one, x);
        }

        public static T Apply<T>(T x)
            where T : unmanaged, INumber<T> => T.IsZero(x) || T.IsNaN(x) ? x : T.IsNegative(x) ? -T.One : T.One;
    }
}
