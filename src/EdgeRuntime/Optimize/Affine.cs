using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary><c>x * scale + shift</c> with a constant scale and shift for each index of the innermost axis: what many nodes come down to.</summary>
/// <param name="Input">x.</param>
/// <param name="Scales">A factor for each index, or one for all; null for 1.</param>
/// <param name="Shifts">What is added for each index, or once for all; null for 0.</param>
internal sealed record Affine(Value Input, double[]? Scales, double[]? Shifts)
{
    /// <summary>The affine form of a node, or null where it has none, or none with finite numbers: infinities cannot be multiplied into weights.</summary>
    public static Affine? Of(Node node) => Read(node) is { } affine && IsFinite(affine.Scales) && IsFinite(affine.Shifts) ? affine : null;

    public double Scale(int channel) => Scales is null ? 1 : Scales[Scales.Length == 1 ? 0 : channel];

    public double Shift(int channel) => Shifts is null ? 0 : Shifts[Shifts.Length == 1 ? 0 : channel];

    /// <summary>The factors of all channels.</summary>
    public double[] Factors(int channels)
    {
        double[] factors = new double[channels];
        for (int i = 0; i < channels; i++)
            factors[i] = Scale(i);
        return factors;
    }

    /// <summary>The numbers of a constant that broadcasts to <paramref name="shape"/> along the innermost axis alone; null for any other value.</summary>
    public static double[]? Row(Value value, Shape shape)
    {
        if (!value.IsConstant || value.Type != ElementType.Float32 || value.Shape.Rank > shape.Rank)
            return null;
        bool row = value.Shape.Rank > 0 && value.Shape[^1] == value.Shape.Count && value.Shape.Count == shape[^1];
        return row || value.Shape.Count == 1 ? Array.ConvertAll(value.Data!.As<float>().ToArray(), v => (double)v) : null;
    }

    private static bool IsFinite(double[]? numbers) => numbers is null || Array.TrueForAll(numbers, double.IsFinite);

    private static Affine? Read(Node node)
    {
        if (node.Operator is BatchNormalization)
        {
            double[]? factors = Row(node.Input(1), node.Shape(0)), offsets = Row(node.Input(2), node.Shape(0));
            return factors is null || offsets is null ? null : new Affine(node.Input(0), factors, offsets);
        }

        if (node.Operator is Scale scale && node.Type(0) == ElementType.Float32)
            return new Affine(node.Input(0), [scale.Factor], null);
        if (node.Operator is Neg && node.Type(0) == ElementType.Float32)
            return new Affine(node.Input(0), [-1], null);
        if (node.Operator is not (Mul or Div or Add or Sub) || node.Output.Type != ElementType.Float32)
            return null;
        int side = node.Input(1).IsConstant ? 0 : 1;
        Value x = node.Input(side);
        if (x.Shape != node.Output.Shape || Row(node.Input(1 - side), x.Shape) is not { } row)
            return null;
        return node.Operator switch
        {
            Mul => new Affine(x, row, null),
            Div when side == 0 => new Affine(x, Array.ConvertAll(row, v => 1 / v), null),
            Add => new Affine(x, null, row),
            Sub when side == 0 => new Affine(x, null, Array.ConvertAll(row, v => -v)),
            Sub => new Affine(x, [-1], row),
            _ => null,
        };
    }
}
