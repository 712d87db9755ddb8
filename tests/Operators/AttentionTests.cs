using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class AttentionTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Four([], new(2, 3, 3, 5, 7, 8, 8)),
        Four([], new(1, 2, 2, 17, 33, 20, 11)),
        Four([("scale", 0.3f)], new AttentionReference(1, 4, 2, 3, 18, 5, 9) { Scale = 0.3f }),
        Four([], new(2, 4, 2, 1, 19, 12, 10)), // one query reads keys where they lie
        Four([("softcap", 0.7f)], new AttentionReference(1, 2, 1, 4, 6, 8, 4) { Softcap = 0.7f }),
        Four([("is_causal", 1)], new AttentionReference(1, 2, 2, 9, 9, 8, 8) { Causal = true }),
        Four([("is_causal", 1)], new AttentionReference(1, 1, 1, 4, 19, 8, 8) { Causal = true }),
        Four([("is_causal", 1), ("softcap", 2f)], new AttentionReference(1, 1, 1, 100, 250, 4, 4) { Causal = true, Softcap = 2 }), // blocks of queries
        Three(4, 2, new AttentionReference(2, 4, 2, 6, 10, 8, 5) { TokensFirst = true }),
        Three(1, 1, new AttentionReference(1, 1, 1, 1, 6, 16, 16) { TokensFirst = true }),
        Masked(new AttentionReference(2, 3, 3, 4, 6, 8, 8), [4, 6], (m, b, h, i, j) => m[(i * 6) + j]),
        Masked(new AttentionReference(2, 3, 3, 4, 18, 8, 8) { Causal = true }, [2, 1, 1, 18], (m, b, h, i, j) => m[(b * 18) + j]),
        Masked(new AttentionReference(2, 3, 3, 4, 6, 8, 8) { Softcap = 1.5 }, [3, 4, 6], (m, b, h, i, j) => m[(((h * 4) + i) * 6) + j]),
        Masked(new AttentionReference(1, 1, 1, 4, 6, 8, 8), [4, 4], (m, b, h, i, j) => j < 4 ? m[(i * 4) + j] : double.NegativeInfinity, opset: 24),
        Masked(new AttentionReference(1, 1, 1, 4, 6, 8, 8), [4, 1], (m, b, h, i, j) => m[i]),
        Packed(4),
        Packed(2),
        Cached(causal: false),
        Cached(causal: true),
        Padded(new AttentionReference(3, 2, 1, 4, 7, 8, 8) { Lengths = [7, 3, 0] }),
        Padded(new AttentionReference(3, 2, 2, 4, 20, 8, 8) { Lengths = [20, 5, 2], Causal = true }),
        Padded(new AttentionReference(2, 2, 2, 1, 20, 8, 8) { Lengths = [17, 3], Causal = true }),
        OperatorCase.Onnx("Attention", 23, [], OperatorInput.Of(1, 2, 2, 8), OperatorInput.Of(1, 2, 3, 8), OperatorInput.Of(1, 2, 3, 8), OperatorInput.Of(HalfHidden)) with
        {
            Reference = v => new AttentionReference(1, 2, 2, 2, 3, 8, 8) { Mask = (m, b, h, i, j) => i == 1 || j == 1 ? double.NegativeInfinity : 0 }.Run(v[0], v[1], v[2], v[3]),
        },
    ];

    // Heads of q, k and v of one tensor [tokens, batch, heads, depth], the result as [tokens, batch, heads, depth] too.
    private static OperatorCase Packed(int keyHeads)
    {
        HeadLayout layout = HeadLayout.TokensOutermost;
        AttentionReference r = new(2, 4, keyHeads, 5, 5, 8, 8) { Scale = 0.5 };
        int heads = 4 + (2 * keyHeads);
        return OperatorCase.Of(new Attention(0.5f, layout, layout, layout, layout) { PackedKeyHeads = keyHeads }, OperatorInput.Of(5, 2, heads, 8)) with
        {
            Reference = v => Outermost(r.Run(Take(v[0], 0, 4), Take(v[0], 4, keyHeads), Take(v[0], 4 + keyHeads, keyHeads))),
        };

        double[] Take(double[] packed, int first, int count)
        {
            double[] part = new double[2 * count * 5 * 8];
            for (int i = 0; i < part.Length; i++)
                part[i] = packed[(((((i / 8 % 5 * 2) + (i / (count * 40))) * heads) + first + (i / 40 % count)) * 8) + (i % 8)];
            return part;
        }

        static double[] Outermost(double[] y)
        {
            double[] turned = new double[y.Length];
            for (int i = 0; i < y.Length; i++)
                turned[(((((i / 8 % 5 * 2) + (i / 160)) * 4) + (i / 40 % 4)) * 8) + (i % 8)] = y[i];
            return turned;
        }
    }

    private static Tensor HalfHidden => Tensor.Of<bool>(new Shape(2, 3), [true, false, true, false, false, false]);

    [Theory]
    [InlineData(0, 4, "Attention 'Attention': q_num_heads 0 does not divide the 24 features")]
    [InlineData(5, 4, "Attention 'Attention': q_num_heads 5 does not divide the 24 features")]
    [InlineData(4, 3, "4 heads of q cannot be shared among 3 heads of k and v")]
    public void HeadsThatDoNotDivideAreNamed(int heads, int keyHeads, string message)
    {
        OperatorInput q = OperatorInput.Of(2, 4, 24), k = OperatorInput.Of(2, 6, keyHeads == 3 ? 18 : 24);
        Refused(OperatorCase.Onnx("Attention", 23, [("q_num_heads", heads), ("kv_num_heads", keyHeads)], q, k, k), message);
    }

    [Fact]
    public void MasksThatDoNotFitAreNamed()
    {
        OperatorInput q = OperatorInput.Of(2, 3, 4, 8), k = OperatorInput.Of(2, 3, 6, 8);
        Refused(OperatorCase.Onnx("Attention", 23, [], q, k, k, OperatorInput.Of(5, 6)), "must have 4 (or 1) queries and at most 6 keys");
        Refused(OperatorCase.Onnx("Attention", 23, [], q, k, k, OperatorInput.Of(4, 7)), "must have 4 (or 1) queries and at most 6 keys");
        Refused(OperatorCase.Onnx("Attention", 23, [], q, k, k, OperatorInput.Of(2, 2, 4, 6)), "a mask that broadcasts to [batch, heads, queries, keys] = [2, 3, 4, 6]");
        Refused(OperatorCase.Onnx("Attention", 23, [], q, k, k, new OperatorInput(ElementType.Int64, new Shape(4, 6), 0, 2)), "must hold bools or floats");
    }

    [Fact]
    public void AHalfOfThePastIsNamed()
    {
        OperatorInput q = OperatorInput.Of(2, 3, 4, 8), past = OperatorInput.Of(2, 3, 5, 8), other = OperatorInput.Of(2, 2, 5, 8);
        Refused(OperatorCase.Onnx("Attention", 23, [], q, q, q, null, past), "past_key and past_value come together, got only past_key");
        Refused(OperatorCase.Onnx("Attention", 23, [], q, q, q, null, other, other), "must be [batch, heads, tokens, depth]");
    }

    [Fact]
    public void ShapesThatDoNotBelongTogetherAreNamed()
    {
        OperatorInput q = OperatorInput.Of(2, 3, 4, 8);
        Refused(OperatorCase.Onnx("Attention", 23, [], q, OperatorInput.Of(2, 3, 4, 7), q), "do not belong together");
        Refused(OperatorCase.Onnx("Attention", 23, [], q, OperatorInput.Of(2, 12, 8), q), "must all be [batch, tokens, heads x depth] or all");
        Refused(OperatorCase.Onnx("Attention", 24, [], q, q, q, null, null, null, OperatorInput.Of(Tensor.Of<long>(new Shape(3), [1, 2, 3]))), "a length for each of 2 batches");
        Refused(OperatorCase.Onnx("Attention", 23, [("softcap", -1f)], q, q, q), "must be finite and not negative");
        Refused(OperatorCase.Onnx("Attention", 23, [("qk_matmul_output_mode", 4)], q, q, q), "is none of 0 to 3");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ScoresGoOutAfterTheStageThatIsAskedFor(int stage)
    {
        AttentionReference shape = new(1, 1, 1, 2, 3, 4, 4);
        OperatorInput q = OperatorInput.Of(1, 1, 2, 4), k = OperatorInput.Of(1, 1, 3, 4);
        OperatorCase item = OperatorCase.Onnx(
            "Attention", 23, outputs: 4, [("softcap", 0.5f), ("is_causal", 1), ("qk_matmul_output_mode", stage)], q, k, k);
        Tensor[] inputs = item.MakeInputs();
        using GraphRun run = new(item.Build(inputs), EdgeRuntime.Simd.Dispatch.Default, inputs);
        run.Run();
        float[] scores = run.Outputs()[3].As<float>().ToArray();
        double[] raw = new double[6], capped = new double[6];
        for (int i = 0; i < 6; i++)
        {
            for (int d = 0; d < shape.Depth; d++)
                raw[i] += inputs[0].As<float>()[(i / 3 * 4) + d] * inputs[1].As<float>()[(i % 3 * 4) + d] / 2.0;
            capped[i] = 0.5 * Math.Tanh(raw[i] / 0.5);
        }

        double other = 1 / (1 + Math.Exp(capped[4] - capped[3]));
        double[] expected = stage switch
        {
            0 => raw,
            1 => capped,
            2 => [capped[0], double.NegativeInfinity, double.NegativeInfinity, capped[3], capped[4], double.NegativeInfinity],
            _ => [1, 0, 0, other, 1 - other, 0],
        };
        for (int i = 0; i < 6; i++)
            Assert.True(expected[i].Equals(scores[i]) || Math.Abs(expected[i] - scores[i]) < 1e-5, $"Element {i} is {scores[i]}, expected {expected[i]}.");
    }

    private static void Refused(OperatorCase item, string message)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static OperatorCase Four((string Name, object Value)[] attributes, AttentionReference r) =>
        OperatorCase.Onnx("Attention", 23, attributes, Q(r), K(r, r.Depth), K(r, r.ValueDepth)) with
        {
            Reference = v => r.Run(v[0], v[1], v[2]),
        };

    private static OperatorCase Three(int heads, int keyHeads, AttentionReference r) => OperatorCase.Onnx(
        "Attention", 23, [("q_num_heads", heads), ("kv_num_heads", keyHeads)], OperatorInput.Of(r.Batch, r.Queries, heads * r.Depth),
        OperatorInput.Of(r.Batch, r.Keys, keyHeads * r.Depth), OperatorInput.Of(r.Batch, r.Keys, keyHeads * r.ValueDepth)) with
    {
        Reference = v => r.Run(v[0], v[1], v[2]),
    };

    private static OperatorCase Masked(AttentionReference r, int[] mask, Func<double[], int, int, int, int, double> at, int opset = 23) => OperatorCase.Onnx(
        "Attention", opset, [("is_causal", r.Causal ? 1 : 0), ("softcap", (float)r.Softcap)], Q(r), K(r, r.Depth), K(r, r.ValueDepth), OperatorInput.Of(mask)) with
    {
        Reference = v => (r with { Mask = at }).Run(v[0], v[1], v[2], v[3]),
    };

    private static OperatorCase Padded(AttentionReference r) => OperatorCase.Onnx(
        "Attention", 24, [("is_causal", r.Causal ? 1 : 0)], Q(r), K(r, r.Depth), K(r, r.ValueDepth), null, null, null,
        OperatorInput.Of(Tensor.Of<long>(new Shape(r.Batch), r.Lengths))) with
    {
        Reference = v => r.Run(v[0], v[1], v[2]),
    };

    // Two keys in the past, then three.
    private static OperatorCase Cached(bool causal)
    {
        AttentionReference r = new(1, 2, 2, 3, 5, 4, 4) { Causal = causal, Past = 2 };
        OperatorInput now = OperatorInput.Of(1, 2, 3, 4), past = OperatorInput.Of(1, 2, 2, 4);
        return OperatorCase.Onnx("Attention", 23, [("is_causal", causal ? 1 : 0)], now, now, now, null, past, past) with
        {
            Reference = v => r.Run(v[0], Behind(v[3], v[1]), Behind(v[4], v[2])),
        };

        static double[] Behind(double[] past, double[] now) => [.. past[..8], .. now[..12], .. past[8..], .. now[12..]];
    }

    private static OperatorInput Q(AttentionReference r) => OperatorInput.Of(r.Batch, r.Heads, r.Queries, r.Depth);

    private static OperatorInput K(AttentionReference r, int depth) => OperatorInput.Of(r.Batch, r.KeyHeads, r.Keys, depth);
}
