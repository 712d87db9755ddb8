using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Finds layer normalization (and root mean square normalization) over the innermost axis that a model writes out as
/// <c>(x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * scale + bias</c>. One kernel rounds less often, so results differ by rounding.
/// </summary>
internal static class FuseLayerNormalization
{
    public static bool Run(Graph graph) => Rewriter.Sweep(graph, Look);

    private static void Look(Node node, Rewriter rewriter)
    {
        if (node.Operator is Div or Mul)
            Normalize(node, rewriter);
        if (node.Operator is Mul or Add && rewriter.Uses(node.Output) > 0)
            TakeParameter(node, rewriter);
    }

    private static void Normalize(Node node, Rewriter rewriter)
    {
        for (int side = 0; side < 2; side++)
        {
            Value difference = node.Input(side), divisor = node.Input(1 - side);
            if (node.Operator is Mul)
            {
                if (Rewriter.Any<Reciprocal>(divisor) is not { } reciprocal)
                    continue;
                divisor = reciprocal.Input(0);
            }
            else if (side == 1)
            {
                return;
            }

            int axis = difference.Shape.Rank - 1;
            if (axis < 0 || difference.Shape != node.Output.Shape || Epsilon(divisor, difference, axis) is not { } epsilon)
                continue;
            Value? x = Centred(difference, axis);
            Value ones = Ones(node, difference.Shape[axis]);
            LayerNormalization op = new(axis, epsilon, Centered: x is not null);
            rewriter.Replace(node.Output, rewriter.EmitAll(node.Name, op, x ?? difference, ones)[0]);
            return;
        }
    }

    /// <summary>The epsilon where a value is <c>sqrt(mean(x^2) + epsilon)</c>.</summary>
    private static float? Epsilon(Value divisor, Value x, int axis)
    {
        if (Rewriter.Any<Sqrt>(divisor) is not { } root || Rewriter.Any<Add>(root.Input(0)) is not { } sum)
            return null;
        int side = sum.Input(1).IsConstant ? 0 : 1;
        Value epsilon = sum.Input(1 - side);
        if (epsilon is not { IsConstant: true, Shape.Count: 1, Type: ElementType.Float32 } || Mean(sum.Input(side), axis) is not { } square)
            return null;
        return IsSquare(square, x) ? epsilon.Data!.As<float>()[0] : null;
    }

    /// <summary>x where a value is <c>x - mean(x)</c>.</summary>
    private static Value? Centred(Value value, int axis) =>
        Rewriter.Any<Sub>(value) is { } difference && Mean(difference.Input(1), axis) == difference.Input(0) ? difference.Input(0) : null;

    /// <summary>What a value is the mean of along the innermost axis.</summary>
    private static Value? Mean(Value value, int axis) =>
        Rewriter.Any<Reduce>(value) is { Operator: Reduce { Kind: ReduceKind.Mean, Over: { Count: 1 } over } } mean && over[0] == axis ? mean.Input(0) : null;

    private static bool IsSquare(Value value, Value x) => value.Producer switch
    {
        { Operator: Mul } product => product.Input(0) == x && product.Input(1) == x,
        { Operator: Pow } power => power.Input(0) == x && power.Input(1) is { IsConstant: true, Shape.Count: 1 } exponent && exponent.Data!.As<float>()[0] == 2,
        _ => false,
    };

    /// <summary>A factor of a normalization that has none becomes its scale, a sum its bias.</summary>
    private static void TakeParameter(Node node, Rewriter rewriter)
    {
        for (int side = 0; side < 2; side++)
        {
            if (rewriter.Only<LayerNormalization>(node.Input(side)) is not { } normalization || node.Shape(side) != node.Output.Shape)
                continue;
            bool takesScale = node.Operator is Mul && !normalization.Has(2) && IsOnes(normalization.Input(1));
            bool takesBias = node.Operator is Add && !normalization.Has(2) && ((LayerNormalization)normalization.Operator).Centered;
            Shape parameters = normalization.Shape(1);
            Value parameter = node.Input(1 - side);
            if (!(takesScale || takesBias) || parameters.Rank != 1 || parameter.Shape.Count != parameters.Count || parameter.Shape[^1] != parameters.Count)
                continue;
            if (parameter.Shape != parameters)
                parameter = rewriter.EmitAll($"{node.Name}/parameter", new Reshape(parameters), parameter)[0];
            Value?[] inputs = takesScale ? [normalization.Input(0), parameter] : [normalization.Input(0), normalization.Input(1), parameter];
            rewriter.Replace(node.Output, rewriter.Emit(normalization, normalization.Operator, inputs));
            return;
        }
    }

    private static Value Ones(Node node, int count)
    {
        Tensor ones = new(ElementType.Float32, new Shape(count));
        ones.As<float>().Fill(1);
        return Value.Constant($"{node.Name}/scale", ones);
    }

    private static bool IsOnes(Value value) => value.IsConstant && value.Data!.As<float>().IndexOfAnyExcept(1f) < 0;
}
