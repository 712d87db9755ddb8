using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>ONNX's Momentum, Adagrad and Adam, of one weight and of two, at the first iteration and later.</summary>
public class OnnxUpdateTests : OperatorContract
{
    private const string Domain = "ai.onnx.preview.training.";
    private const double Rate = 0.25;

    private static readonly (string, object)[] Both = [("norm_coefficient", 0.1f)];

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case("Momentum", 0, [("alpha", 0.9f), ("beta", 0.3f), ("mode", "standard"), .. Both], Momentum(1, false)),
        Case("Momentum", 4, [("alpha", 0.9f), ("beta", 0.3f), ("mode", "standard"), .. Both], Momentum(0.3, false)),
        Case("Momentum", 4, [("alpha", 0.9f), ("beta", 0.3f), ("mode", "nesterov"), .. Both], Momentum(0.3, true)),
        Case("Adagrad", 0, [("epsilon", 0.01f), .. Both], Adagrad(0)),
        Case("Adagrad", 7, [("epsilon", 0.01f), ("decay_factor", 0.1f), .. Both], Adagrad(0.7)),
        Case("Adam", 0, [("epsilon", 0.01f), .. Both], Adam(1, 0)),
        Case("Adam", 3, [("alpha", 0.9f), ("beta", 0.999f), ("epsilon", 0.01f), ("norm_coefficient_post", 0.2f), .. Both], Adam(Math.Sqrt(1 - Math.Pow(0.999, 3)) / (1 - Math.Pow(0.9, 3)), 0.2)) with { Tolerance = 1e-4 },
    ];

    [Fact]
    public void InputsThatAreNotWholeWeightsAreRefused()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Build("Adam", OperatorInput.Of(3), OperatorInput.Of(3), OperatorInput.Of(3)));
        Assert.Contains("5 inputs are not R, T and 4 for each weight", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<EdgeException>(() => Build("Adagrad", OperatorInput.Of(3), OperatorInput.Of(3), OperatorInput.Of(2)));
        Assert.Contains("must have its shape", error.Message, StringComparison.Ordinal);
    }

    private static void Build(string type, params OperatorInput[] inputs)
    {
        OperatorCase item = OperatorCase.Onnx(Domain + type, 17, [], [OperatorInput.Of(Tensor.Scalar(0.1f)), OperatorInput.Ints(1), .. inputs]);
        item.Build(item.MakeInputs());
    }

    private static OperatorCase Case(string type, int step, (string, object)[] attributes, Func<double, double, double, double, double> next)
    {
        int states = type == "Adam" ? 2 : 1;
        OperatorInput[] inputs = new OperatorInput[2 + states];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = OperatorInput.Of(i < 3 ? -2 : 0, 2, [5, 7]);
        if (type == "Adagrad")
            inputs[2] = OperatorInput.Of(0, 2, [5, 7]);
        return OperatorCase.Onnx(Domain + type, 17, 1 + states, attributes, [OperatorInput.Of(Tensor.Scalar((float)Rate)), OperatorInput.Of(Tensor.Of<long>(default, [step])), .. inputs]) with
        {
            Reference = x =>
            {
                double[] result = new double[x[2].Length];
                for (int i = 0; i < result.Length; i++)
                    result[i] = next(x[2][i], (0.1 * x[2][i]) + x[3][i], x[4][i], x[^1][i]);
                return result;
            },
            NoGradient = "an optimizer is not trained through",
        };
    }

    private static Func<double, double, double, double, double> Momentum(double part, bool nesterov) => (x, g, v, _) =>
    {
        double next = (0.9 * v) + (part * g);
        return x - (Rate * (nesterov ? g + (0.9 * next) : next));
    };

    private static Func<double, double, double, double, double> Adagrad(double decay) => (x, g, h, _) => x - (Rate / (1 + decay) * g / (Math.Sqrt(h + (g * g)) + 0.01));

    private static Func<double, double, double, double, double> Adam(double correction, double post) => (x, g, v, h) =>
        (1 - post) * (x - (Rate * correction * ((0.9 * v) + (0.1 * g)) / (Math.Sqrt((0.999 * h) + (0.001 * g * g)) + 0.01)));
}
