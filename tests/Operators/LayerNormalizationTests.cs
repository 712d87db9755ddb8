using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public class LayerNormalizationTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case("LayerNormalization", [4, 37], 1, hasBias: true),
        Case("LayerNormalization", [2, 3, 70], -1, hasBias: false),
        Case("LayerNormalization", [3, 5, 4], 1, hasBias: true),
        Case("LayerNormalization", [2, 3], 0, hasBias: true),
        Case("RMSNormalization", [5, 33], -1, hasBias: false),
        Case("RMSNormalization", [2, 4, 16], 1, hasBias: false),
        OperatorCase.Onnx("LayerNormalization", 17, 3, [], OperatorInput.Of(3, 18), OperatorInput.Of(18), OperatorInput.Of(1)) with
        {
            Reference = v => NormalizationReference.Rows(v[0], 18, 1e-5f, true, v[1], System.Array.ConvertAll(new double[18], _ => v[2][0])),
        },
        OperatorCase.Onnx("MeanVarianceNormalization", 13, [], OperatorInput.Of(3, 4, 2, 3)) with
        {
            Reference = v => MeanVariance(v[0], 3, 4, 6),
        },
        OperatorCase.Onnx("MeanVarianceNormalization", 9, [("axes", (int[])[2, 3])], OperatorInput.Of(3, 4, 2, 9)) with
        {
            Reference = v => NormalizationReference.Rows(v[0], 18, 1e-18, true, System.Array.ConvertAll(new double[18], _ => 1.0), null),
        },
    ];

    private static OperatorCase Case(string type, int[] shape, int axis, bool hasBias)
    {
        int[] normalized = shape[(axis < 0 ? axis + shape.Length : axis)..];
        int length = 1;
        foreach (int dim in normalized)
            length *= dim;
        OperatorInput x = OperatorInput.Of(shape), scale = OperatorInput.Of(0.5, 2, normalized), bias = OperatorInput.Of(normalized);
        return OperatorCase.Onnx(type, 23, [("axis", axis), ("epsilon", 1e-2f)], hasBias ? [x, scale, bias] : [x, scale]) with
        {
            Reference = v => NormalizationReference.Rows(v[0], length, 1e-2f, type == "LayerNormalization", v[1], hasBias ? v[2] : null),
        };
    }

    // The statistics of a channel are those of batch normalization.
    private static double[] MeanVariance(double[] x, int n, int c, int p)
    {
        double[] moved = new double[x.Length], y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            moved[(((i / p % c * n) + (i / (p * c))) * p) + (i % p)] = x[i];
        double[] normalized = NormalizationReference.Rows(moved, n * p, 1e-18, true, System.Array.ConvertAll(new double[n * p], _ => 1.0), null);
        for (int i = 0; i < x.Length; i++)
            y[i] = normalized[(((i / p % c * n) + (i / (p * c))) * p) + (i % p)];
        return y;
    }
}
