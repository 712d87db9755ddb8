using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The remainder of <c>a / b</c>; of integers 0 where b is 0.</summary>
/// <param name="SignOfDividend">The sign of a (C's fmod and %), else that of b (Python's %).</param>
internal sealed record Mod(bool SignOfDividend) : Pairwise
{
    /// <summary>ONNX Mod 10, 13 and newer; floats need <c>fmod = 1</c>.</summary>
    public static void Import(ImportNode node)
    {
        bool fmod = node.Flag("fmod", false);
        if (!fmod && node.Input(0).Type.IsFloat())
            node.Refuse("floats need fmod = 1");
        node.Return(node.Emit(new Mod(fmod), node.Input(0), node.Input(1)));
    }

    public override bool Takes(ElementType type) => type != ElementType.Bool;

    public override void Compile(Node node, StepBuilder steps)
    {
        if (SignOfDividend)
            NumberBinaryStep<Truncated>.Add(node, steps);
        else
            NumberBinaryStep<Floored>.Add(node, steps);
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Of(node.Output) is not { } dy)
            return;
        if (gradient.Needs(a))
            gradient.Add(a, Reduce.ToShape(gradient, dy, a.Shape));
        if (!gradient.Needs(b))
            return;

        // y = a - q b, q an integer: a / b may round up to the next one, (a - y) / b is within half an ulp of q.
        Value whole = gradient.Emit(new Sub(), a, node.Output);
        Value quotient = gradient.Emit(new Round(), gradient.Emit(new Div(), whole, b));
        Value contribution = gradient.Emit(new Neg(), gradient.Emit(new Mul(), dy, quotient));
        gradient.Add(b, Reduce.ToShape(gradient, contribution, b.Shape));
    }

    private static T Remainder<T>(T a, T b)
        where T : unmanaged, INumber<T>
    {
        if (a is float or double or System.Half)
            return a % b; // exact in IEEE 754, so the same on every machine
        bool isMinusOne = T.IsNegative(b) && b == -T.One; // the least number % -1 traps
        return T.IsZero(b) || isMinusOne ? T.Zero : a % b;
    }

    private readonly struct Truncated : INumberMap2
    {
        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T> => Remainder(a, b);
    }

    private readonly struct Floored : INumberMap2
    {
        public static T Apply<T>(T a, T b)
            where T : unmanaged, INumber<T>
        {
            T r = Remainder(a, b);
            return !T.IsZero(r) && T.IsNegative(r) != T.IsNegative(b) ? r + b : r;
        }
    }
}
