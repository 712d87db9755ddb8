using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class RotaryEmbeddingTests : OperatorContract
{
    private static readonly Tensor Positions = Tensor.Of<long>(new Shape(2, 3), [0, 4, 2, 1, 1, 3]);

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case([], OperatorInput.Of(2, 4, 3, 8), OperatorInput.Of(5, 4), byPosition: true, (b, t, p) => p),
        Case([("interleaved", 1)], OperatorInput.Of(2, 4, 3, 8), OperatorInput.Of(5, 4), byPosition: true, (b, t, p) => p),
        Case([("rotary_embedding_dim", 4)], OperatorInput.Of(2, 4, 3, 8), OperatorInput.Of(2, 3, 2), byPosition: false, (b, t, p) => (b * 3) + t),
        Case([("num_heads", 4)], OperatorInput.Of(2, 3, 32), OperatorInput.Of(2, 3, 4), byPosition: false, (b, t, p) => (b * 3) + t),
        OperatorCase.Onnx("SwiGLU", 28, [], OperatorInput.Of(3, 7), OperatorInput.Of(3, 7)) with
        {
            Reference = v => Array.ConvertAll([.. System.Linq.Enumerable.Range(0, 21)], i => v[0][i] / (1 + Math.Exp(-v[0][i])) * v[1][i]),
        },
    ];

    [Fact]
    public void AnglesThatDoNotFitAreNamed()
    {
        OperatorInput x = OperatorInput.Of(2, 4, 3, 8), angles = OperatorInput.Of(2, 3, 3);
        Refused("must be [2, 3, 4]", [], x, angles, angles);
        Refused("7 of 8 features cannot be turned in pairs", [("rotary_embedding_dim", 7)], x, angles, angles);
        Refused("num_heads that divides the features", [("num_heads", 5)], OperatorInput.Of(2, 3, 32), angles, angles);
    }

    private static void Refused(string message, (string Name, object Value)[] attributes, params OperatorInput[] inputs)
    {
        OperatorCase item = OperatorCase.Onnx("RotaryEmbedding", 23, attributes, inputs);
        Assert.Contains(message, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message, StringComparison.Ordinal);
    }

    private static OperatorCase Case((string Name, object Value)[] attributes, OperatorInput x, OperatorInput angles, bool byPosition, Func<int, int, int, int> row)
    {
        OperatorInput[] inputs = byPosition ? [x, angles, angles, OperatorInput.Constant(Positions)] : [x, angles, angles];
        bool interleaved = Array.Exists(attributes, a => a.Name == "interleaved"), flat = x.Shape.Rank == 3;
        return OperatorCase.Onnx("RotaryEmbedding", 23, attributes, inputs) with
        {
            Reference = v => Turn(v[0], v[1], v[2], angles.Shape[^1], interleaved, flat, row),
        };
    }

    // 2 batches, 4 heads, 3 tokens, depth 8, as [batch, heads, tokens, depth] or [batch, tokens, heads, depth].
    private static double[] Turn(double[] x, double[] cos, double[] sin, int pairs, bool interleaved, bool flat, Func<int, int, int, int> row)
    {
        double[] y = [.. x];
        for (int i = 0; i < 24; i++)
        {
            int b = i / 12, token = flat ? i / 4 % 3 : i % 3, at = 8 * i;
            int angles = pairs * row(b, token, (int)Positions.As<long>()[(b * 3) + token]);
            for (int p = 0; p < pairs; p++)
            {
                int first = at + (interleaved ? 2 * p : p), second = at + (interleaved ? (2 * p) + 1 : p + pairs);
                y[first] = (x[first] * cos[angles + p]) - (x[second] * sin[angles + p]);
                y[second] = (x[first] * sin[angles + p]) + (x[second] * cos[angles + p]);
            }
        }

        return y;
    }
}
