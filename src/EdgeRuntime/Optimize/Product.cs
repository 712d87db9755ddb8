using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>A convolution or matrix product seen as what other nodes can be folded into: weights, a bias for each output channel, a residual, a clamp.</summary>
internal readonly record struct Product(Node Node)
{
    /// <summary>Output channels: the innermost axis of the output.</summary>
    public int Channels => Node.Output.Shape[^1];

    public Value Weights => Node.Input(1);

    public Value? Bias => Node.Optional(2);

    public Value? Residual => Node.Optional(3);

    public Bounds Bounds => Node.Operator switch
    {
        Conv conv => conv.Bounds,
        ConvTranspose conv => conv.Bounds,
        _ => ((Gemm)Node.Operator).Bounds,
    };

    /// <summary>Whether nothing follows the sum yet, so that it can still be scaled or added to.</summary>
    public bool IsBare => Bounds == Bounds.None && Residual is null;

    public bool IsConstant => Weights.IsConstant && Bias is null or { IsConstant: true };

    /// <summary>The product that makes a value, where nobody else reads it.</summary>
    public static Product? Only(Value value, Rewriter rewriter)
    {
        Node? node = rewriter.Only<Conv>(value) ?? rewriter.Only<Gemm>(value) ?? rewriter.Only<ConvTranspose>(value);
        return node is null ? null : new Product(node);
    }

    /// <summary>The same product with another clamp.</summary>
    public Operator With(Bounds bounds) => Node.Operator switch
    {
        Conv conv => conv with { Bounds = bounds },
        ConvTranspose conv => conv with { Bounds = bounds },
        _ => (Gemm)Node.Operator with { Bounds = bounds },
    };

    /// <summary>Emits the product anew under its name.</summary>
    public Value Emit(Rewriter rewriter, Operator op, Value weights, Value? bias, Value? residual) => residual is null
        ? rewriter.Emit(Node, op, Node.Input(0), weights, bias)
        : rewriter.Emit(Node, op, Node.Input(0), weights, bias, residual);

    /// <summary>The weights with those of each output channel multiplied by a factor; null where a float cannot hold the result.</summary>
    public Value? Scaled(double[] factors)
    {
        Shape shape = Weights.Shape;
        (int groups, int perGroup) = Node.Operator is ConvTranspose conv ? (conv.Groups, shape[1]) : (1, Channels);

        // [.., channels, inner]: rows before the channels belong to groups of input channels (transposed convolution) or to K.
        bool last = Node.Operator is Gemm { TransB: false };
        int inner = last ? 1 : Node.Operator is ConvTranspose ? shape.Product(2, shape.Rank) : shape.Product(1, shape.Rank);
        int rows = shape.Count / Math.Max(1, perGroup * inner);
        return Scaled(i => factors[(i / (perGroup * inner) * groups / rows * perGroup) + (i / inner % perGroup)]);
    }

    /// <summary>The weights with those that read each input channel multiplied by a factor; null where a float cannot hold the result.</summary>
    public Value? ScaledInputs(double[] factors)
    {
        Product product = this;
        return Scaled(i => factors[product.InputChannel(i)]);
    }

    /// <summary>What a constant for each input channel adds to each output channel.</summary>
    public double[] Shifted(Affine affine)
    {
        double[] sums = new double[Channels];
        ReadOnlySpan<float> weights = Weights.Data!.As<float>();
        bool last = Node.Operator is Gemm { TransB: false };
        int inner = weights.Length / Math.Max(1, Channels);
        for (int i = 0; i < weights.Length; i++)
            sums[last ? i % Channels : i / inner] += weights[i] * affine.Shift(InputChannel(i));
        return sums;
    }

    /// <summary>The input channel that a weight of a matrix product or convolution is multiplied with.</summary>
    private int InputChannel(int weight)
    {
        Shape shape = Weights.Shape;
        if (Node.Operator is Gemm gemm)
            return gemm.TransB ? weight % shape[1] : weight / shape[1];
        int taps = shape.Product(2, shape.Rank), perGroup = shape[1], output = weight / (perGroup * taps);
        int group = output / (shape[0] / ((Conv)Node.Operator).Groups);
        return (group * perGroup) + (weight / taps % perGroup);
    }

    private Value? Scaled(Func<int, double> factor)
    {
        Tensor scaled = new(ElementType.Float32, Weights.Shape);
        ReadOnlySpan<float> from = Weights.Data!.As<float>();
        Span<float> to = scaled.As<float>();
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (float)(from[i] * factor(i));
            if (!float.IsFinite(to[i]))
                return null;
        }

        return Value.Constant(Weights.Name, scaled);
    }
}
