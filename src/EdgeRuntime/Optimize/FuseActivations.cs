using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Finds activations that a model writes out in basic operators: Gelu (by erf or tanh), HardSwish, Swish and Mish, all of which are
/// products of x and a gate. One kernel rounds less often, so results differ by rounding.
/// </summary>
internal static class FuseActivations
{
    private const double Sqrt2 = 1.4142135623730951;
    private const double SqrtOf2OverPi = 0.7978845608028654;

    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is Min or Max)
        {
            BecomeClip(node, rewriter);
            return;
        }

        if (node.Operator is not (Mul or Div) || node.Output.Type != ElementType.Float32)
            return;
        List<Value> factors = [];
        double scale = Factors(node.Output, factors, rewriter, depth: 0);
        if (factors.Count == 2 && (Find(factors[0], factors[1], scale) ?? Find(factors[1], factors[0], scale)) is { } found && found.X.Shape == node.Output.Shape)
            rewriter.ReplaceBy(node, found.Op, found.X);
    }

    private static void BecomeClip(Node node, Rewriter rewriter)
    {
        for (int side = 0; side < 2 && node.Inputs.Length == 2; side++)
        {
            if (Number(node.Input(1 - side)) is not { } bound || node.Shape(side) != node.Output.Shape)
                continue;
            Bounds bounds = node.Operator is Max ? new Bounds((float)bound, float.PositiveInfinity) : new Bounds(float.NegativeInfinity, (float)bound);
            if (!double.IsNaN(bound))
                rewriter.ReplaceBy(node, Clamp.Make(bounds), node.Input(side));
            return;
        }
    }

    /// <summary>Takes a tree of multiplications and divisions by numbers apart; gives the product of the numbers.</summary>
    private static double Factors(Value value, List<Value> factors, Rewriter rewriter, int depth)
    {
        bool open = depth == 0 || (depth < 4 && rewriter.Uses(value) == 1);
        if (Number(value) is { } number)
            return number;
        if (open && value.Producer is { Operator: Mul } product)
            return Factors(product.Input(0), factors, rewriter, depth + 1) * Factors(product.Input(1), factors, rewriter, depth + 1);
        if (open && value.Producer is { Operator: Div } quotient && Number(quotient.Input(1)) is { } divisor)
            return Factors(quotient.Input(0), factors, rewriter, depth + 1) / divisor;
        factors.Add(value);
        return 1;
    }

    /// <summary>The activation that <c>scale * x * gate</c> is.</summary>
    private static (Operator Op, Value X)? Find(Value x, Value gate, double scale)
    {
        Node? node = gate.Producer;
        if (Near(scale, 1) && node?.Operator is Sigmoid && node.Input(0) == x)
            return (new Swish(1), x);
        if (Near(scale, 1) && node?.Operator is HardSigmoid { Beta: 0.5f } sigmoid && Near(sigmoid.Alpha, 1 / 6.0) && node.Input(0) == x)
            return (new HardSwish(), x);
        if (Near(scale, 1) && node?.Operator is Tanh && Rewriter.Any<Softplus>(node.Input(0)) is { } softplus && softplus.Input(0) == x)
            return (new Mish(), x);
        if (Near(scale, 1 / 6.0) && node?.Operator is Clip { Low: 0, High: 6 } && Plus(node.Input(0), 3) == x)
            return (new HardSwish(), x);
        if (Near(scale, 0.5) && Plus(gate, 1) is { } sigma)
        {
            if (Rewriter.Any<Erf>(sigma) is { } erf && Times(erf.Input(0), 1 / Sqrt2) == x)
                return (new Gelu(), x);
            if (Rewriter.Any<Tanh>(sigma) is { } tanh && Times(tanh.Input(0), SqrtOf2OverPi) is { } inner && IsCubic(inner, x))
                return (new GeluTanh(), x);
        }

        return null;
    }

    /// <summary>Whether a value is <c>x + 0.044715 x^3</c>.</summary>
    private static bool IsCubic(Value value, Value x)
    {
        if (Rewriter.Any<Add>(value) is not { } sum)
            return false;
        Value other = sum.Input(0) == x ? sum.Input(1) : sum.Input(0);
        return (sum.Input(0) == x || sum.Input(1) == x) && Times(other, 0.044715) is { } cube && IsCube(cube, x);
    }

    private static bool IsCube(Value value, Value x)
    {
        if (Rewriter.Any<Pow>(value) is { } power)
            return power.Input(0) == x && Number(power.Input(1)) == 3;
        if (Rewriter.Any<Mul>(value) is not { } product)
            return false;
        Value square = product.Input(0) == x ? product.Input(1) : product.Input(0);
        return (product.Input(0) == x || product.Input(1) == x) && Rewriter.Any<Mul>(square) is { } inner && inner.Input(0) == x && inner.Input(1) == x;
    }

    /// <summary>y where a value is <c>y + number</c>.</summary>
    private static Value? Plus(Value value, double number) => Rewriter.Any<Add>(value) is { } sum ? Other(sum, number) : null;

    /// <summary>y where a value is <c>y * factor</c>, or <c>y / (1 / factor)</c>.</summary>
    private static Value? Times(Value value, double factor)
    {
        if (Rewriter.Any<Mul>(value) is { } product)
            return Other(product, factor);
        return Rewriter.Any<Div>(value) is { } quotient && Number(quotient.Input(1)) is { } divisor && Near(divisor * factor, 1) ? quotient.Input(0) : null;
    }

    private static Value? Other(Node node, double number)
    {
        if (Number(node.Input(1)) is { } right && Near(right, number))
            return node.Input(0);
        return Number(node.Input(0)) is { } left && Near(left, number) ? node.Input(1) : null;
    }

    private static double? Number(Value value) =>
        value is { IsConstant: true, Type: ElementType.Float32, Shape.Count: 1 } ? value.Data!.As<float>()[0] : null;

    /// <summary>Equal within the rounding of a constant to a 32-bit or, in converted models, 16-bit float.</summary>
    private static bool Near(double x, double y) => Math.Abs(x - y) <= 5e-4 * Math.Abs(y);
}
