using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using Tests.Support;

namespace Tests.Operators;

public class NegativeLogLikelihoodLossTests : OperatorContract
{
    private static readonly OperatorInput Labels = OperatorInput.Constant(Tensor.Of<long>(new Shape(2, 3), [0, 3, 1, 2, 3, 0]));
    private static readonly OperatorInput Narrow = OperatorInput.Constant(Tensor.Of<int>(new Shape(5), [1, 0, 2, 2, 1]));
    private static readonly OperatorInput Weights = OperatorInput.Constant(Tensor.Of<float>(new Shape(4), [1f, 0.5f, 2f, 3f]));

    private static readonly OperatorInput FiveLabels = OperatorInput.Constant(Tensor.Of<int>(new Shape(5), [1, 0, 3, 2, 1]));
    private const string Given = "class weights are given, not learnt";

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case("NegativeLogLikelihoodLoss", [], OperatorInput.Of(2, 4, 3), Labels) with { Reference = v => [Mean(v, null, null)] },
        Case("NegativeLogLikelihoodLoss", [("reduction", "sum")], OperatorInput.Of(2, 4, 3), Labels),
        Case("NegativeLogLikelihoodLoss", [("reduction", "none"), ("ignore_index", 3)], OperatorInput.Of(2, 4, 3), Labels),
        Case("NegativeLogLikelihoodLoss", [("ignore_index", 3)], OperatorInput.Of(2, 4, 3), Labels) with { Reference = v => [Mean(v, null, 3)] },
        Case("NegativeLogLikelihoodLoss", [("ignore_index", 3)], OperatorInput.Of(2, 4, 3), Labels, Weights) with { Reference = v => [Mean(v, v[2], 3)], NoGradient = Given },
        Case("NegativeLogLikelihoodLoss", [("reduction", "none")], OperatorInput.Of(5, 4), FiveLabels, Weights) with { NoGradient = Given },
        Case("SoftmaxCrossEntropyLoss", [], OperatorInput.Of(2, 4, 3), Labels) with { Reference = v => [Mean([Logarithms(v[0]), v[1]], null, null)] },
        Case("SoftmaxCrossEntropyLoss", [("reduction", "none")], OperatorInput.Of(5, 3), Narrow),
    ];

    private static OperatorCase Case(string type, (string, object)[] attributes, params OperatorInput?[] inputs) => OperatorCase.Onnx(type, 13, attributes, inputs);

    private static double Mean(double[][] inputs, double[]? weights, int? ignored)
    {
        double sum = 0, total = 0;
        for (int place = 0; place < 6; place++)
        {
            int label = (int)inputs[1][place];
            double weight = label == ignored ? 0 : weights?[label] ?? 1;
            sum -= weight * inputs[0][(place / 3 * 12) + (label * 3) + (place % 3)];
            total += weight;
        }

        return sum / total;
    }

    private static double[] Logarithms(double[] x)
    {
        double[] result = new double[x.Length];
        for (int place = 0; place < 6; place++)
        {
            int start = (place / 3 * 12) + (place % 3);
            double sum = 0;
            for (int c = 0; c < 4; c++)
                sum += Math.Exp(x[start + (3 * c)]);
            for (int c = 0; c < 4; c++)
                result[start + (3 * c)] = x[start + (3 * c)] - Math.Log(sum);
        }

        return result;
    }
}
