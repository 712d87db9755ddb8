using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>a^b</c>; integers by repeated squaring, wrapping, and 0 for a negative power that is no integer.</summary>
internal sealed record Pow() : Binary<Pow.Formula>(default(Formula))
{
    /// <summary>ONNX Pow 1, 7, 12, 13, 15 and newer: the result has the type of the base. Squares become <see cref="Mul"/>.</summary>
    public static void Import(ImportNode node)
    {
        (Value a, Value b) = Broadcast.Operands(node);
        if (IsTwo(b) && a.Shape.Rank >= b.Shape.Rank)
            node.Return(node.Emit(new Mul(), a, a));
        else if (a.Type.IsFloat() || !b.Type.IsFloat())
            node.Return(node.Emit(new Pow(), a, Cast.Convert(node, b, a.Type)));
        else
            node.Return(ByFloats(node, a, b));
    }

    public override bool Takes(ElementType type) => type == ElementType.Float32 || (!type.IsFloat() && type != ElementType.Bool);

    protected override void CompileNumbers(Node node, StepBuilder steps) => NumberBinaryStep<Formula>.Add(node, steps);

    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Needs(a))
        {
            Value less = gradient.Emit(new Sub(), b, gradient.Constant(Tensor.Scalar(1)));
            Value slope = gradient.Emit(new Mul(), gradient.Emit(new Pow(), a, less), b);
            AddTo(gradient, a, gradient.Emit(new Mul(), dy, slope));
        }

        if (gradient.Needs(b))
            AddTo(gradient, b, gradient.Emit(new Mul(), dy, gradient.Emit(new Mul(), node.Output, gradient.Emit(new Log(), a))));
    }

    private static Value ByFloats(ImportNode node, Value a, Value b)
    {
        Value power = node.Emit(new Pow(), Cast.Convert(node, a, ElementType.Float32), Cast.Convert(node, b, ElementType.Float32));
        return Cast.Convert(node, power, a.Type);
    }

    private static bool IsTwo(Value b)
    {
        if (!b.IsConstant || b.Shape.Count != 1)
            return false;
        return b.Type.IsFloat() ? b.Data!.ToFloat32()[0] == 2 : b.Data!.ToInt64()[0] == 2;
    }

    internal readonly record struct Formula : IMap2, INumberMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => VectorMath.Pow<S, V>(a, b);

        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T>
        {
            if (T.IsNegative(b))
                return a == T.One ? T.One : !T.IsNegative(a) || a != -T.One ? T.Zero : T.IsEvenInteger(b) ? T.One : a;
            T two = T.One + T.One, result = T.One;
            for (; !T.IsZero(b); b /= two)
            {
                if (T.IsOddInteger(b))
                    result *= a;
                a *= a;
            }

            return result;
        }
    }
}
