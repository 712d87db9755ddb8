using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>All functions of one number.</summary>
public class UnaryTests : OperatorContract
{
    private const double GeluSlope = 0.7978845608028654; // sqrt(2 / pi)

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case("Abs", 13, Math.Abs),
        Flat("Ceil", 13, Math.Ceiling),
        Case("Celu", 12, x => Math.Max(0, x) + Math.Min(0, 0.7f * SpecialFunctions.ExpM1(x / 0.7f)), ("alpha", 0.7f)),
        Case("Clip", 6, x => Math.Clamp(x, -0.5, 1.25), ("min", -0.5f), ("max", 1.25f)),
        Case("Clip", 6, x => Math.Min(x, 1), ("max", 1f)),
        Case("Elu", 6, x => x < 0 ? SpecialFunctions.ExpM1(x) : x),
        Case("Elu", 6, x => x < 0 ? 0.3f * SpecialFunctions.ExpM1(x) : x, ("alpha", 0.3f)),
        Case("Elu", 6, x => x < 0 ? -0.3f * SpecialFunctions.ExpM1(x) : x, ("alpha", -0.3f)),
        Case("Erf", 13, SpecialFunctions.Erf),
        Case("Exp", 13, Math.Exp),
        Flat("Floor", 13, Math.Floor),
        Case("Gelu", 20, x => x / 2 * (1 + SpecialFunctions.Erf(x / Math.Sqrt(2)))),
        Case("Gelu", 20, x => x / 2 * (1 + Math.Tanh(GeluSlope * (x + (0.044715 * x * x * x)))), ("approximate", "tanh")),
        Case("HardSigmoid", 6, x => Math.Clamp((0.2f * x) + 0.5, 0, 1)),
        Case("HardSigmoid", 6, x => Math.Clamp((0.7f * x) + 0.4f, 0, 1), ("alpha", 0.7f), ("beta", 0.4f)),
        Case("HardSwish", 14, x => x * Math.Clamp((x / 6) + 0.5, 0, 1)),
        Case("LeakyRelu", 6, x => x < 0 ? 0.01f * x : x),
        Case("LeakyRelu", 16, x => x < 0 ? -0.5 * x : x, ("alpha", -0.5f)),
        Positive("Log", 13, Math.Log),
        Case("Mish", 18, x => x * Math.Tanh(SpecialFunctions.Softplus(x))),
        Case("Neg", 13, x => -x),
        Positive("Reciprocal", 13, x => 1 / x),
        Case("Relu", 14, x => Math.Max(x, 0)),
        Flat("Round", 11, x => Math.Round(x, MidpointRounding.ToEven)),
        Case("Selu", 6, x => 1.05070102f * (x < 0 ? 1.67326324f * SpecialFunctions.ExpM1(x) : x)),
        Case("Sigmoid", 13, SpecialFunctions.Sigmoid),
        Flat("Sign", 13, x => Math.Sign(x)),
        Case("Softplus", 1, SpecialFunctions.Softplus),
        Case("Softsign", 1, x => x / (1 + Math.Abs(x))),
        Positive("Sqrt", 13, Math.Sqrt),
        Case("Swish", 24, x => x * SpecialFunctions.Sigmoid(1.5 * x), ("alpha", 1.5f)),
        Case("Tanh", 13, Math.Tanh),
        Case("ThresholdedRelu", 10, x => x > 0.6f ? x : 0, ("alpha", 0.6f)),
        Within("Acos", 7, -0.95, 0.95, Math.Acos),
        Within("Acosh", 9, 1.05, 30, Math.Acosh),
        Within("Asin", 7, -0.95, 0.95, Math.Asin),
        Case("Asinh", 9, Math.Asinh),
        Case("Atan", 7, Math.Atan),
        Within("Atanh", 9, -0.95, 0.95, Math.Atanh),
        Case("Cos", 7, Math.Cos),
        Case("Cosh", 9, Math.Cosh),
        Case("Shrink", 9, x => x < -0.5 ? x : x > 0.5 ? x : 0),
        Case("Shrink", 9, x => x < -1.5 ? x + 0.25 : x > 1.5 ? x - 0.25 : 0, ("lambd", 1.5f), ("bias", 0.25f)),
        Case("Sin", 7, Math.Sin),
        Case("Sinh", 9, Math.Sinh),
        Within("Tan", 7, -1.4, 1.4, Math.Tan),
        OperatorCase.Of(new UnitStep(), Numbers()) with { Reference = Each(x => x >= 0 ? 1 : 0), NoGradient = "it is flat" },
        OperatorCase.Of(new Scale(-2.5f), Numbers()) with { Reference = Each(x => -2.5 * x) },
        OperatorCase.Onnx("Relu", 13, [], OperatorInput.Of(1)) with { Reference = Each(x => Math.Max(x, 0)) },
        OperatorCase.Onnx("Relu", 13, [], OperatorInput.Of(2, 0, 3)),
        OperatorCase.Onnx("Sigmoid", 13, [], OperatorInput.Of(5, 1033)), // several units
        Integers("Abs", ElementType.Int8, Math.Abs),
        Integers("Neg", ElementType.Int64, x => -x),
        Integers("Relu", ElementType.Int32, x => Math.Max(x, 0)),
        Integers("Sign", ElementType.Int16, x => Math.Sign(x)),
        OperatorCase.Onnx("Tanh", 13, [], new OperatorInput(ElementType.Float64, new Shape(3, 5), -2, 2)) with { Reference = Each(Math.Tanh), NoGradient = "doubles are cast" },
    ];

    [Fact]
    public void RoundTakesHalvesToEven() => Check(new Round(), [-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 8388609], [-2, -2, -0f, 0, 2, 2, 8388609]);

    [Fact]
    public void AClipThatIsARectifierIsRelu()
    {
        Graph graph = OperatorCase.Onnx("Clip", 6, [("min", 0f)], OperatorInput.Of(3)).Build([new Tensor(ElementType.Float32, new Shape(3))]);
        Assert.IsType<Relu>(Assert.Single(graph.Nodes).Operator);
    }

    [Fact]
    public void NaNStaysNaNInRectifiersAndClip()
    {
        Check(new Relu(), [float.NaN, -1], [float.NaN, 0]);
        Check(new Clip(-1, 1), [float.NaN, float.NegativeInfinity, float.PositiveInfinity], [float.NaN, -1, 1]);
        Check(new LeakyRelu(0.5f), [float.NaN, -1], [float.NaN, -0.5f]);
    }

    [Fact]
    public void AnUnknownFormOfGeluIsRefused()
    {
        EdgeException e = Assert.Throws<EdgeException>(() =>
            OperatorCase.Onnx("Gelu", 20, [("approximate", "sigmoid")], OperatorInput.Of(3)).Build([new Tensor(ElementType.Float32, new Shape(3))]));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains("approximate 'sigmoid'", e.Message, StringComparison.Ordinal);
    }

    private static void Check(Operator op, float[] x, float[] expected)
    {
        Tensor y = Evaluator.Run(new Node("n", op, Value.Constant("x", Tensor.Of<float>(new Shape(x.Length), x))))[0];
        InstructionSets.SameBits(expected, y.As<float>().ToArray(), op.Type);
    }

    // 231 numbers: whole vectors and a tail on every set.
    private static OperatorInput Numbers() => OperatorInput.Of(-4, 4, [3, 7, 11]);

    private static OperatorCase Case(string type, int opset, Func<double, double> reference, params (string, object)[] attributes) =>
        OperatorCase.Onnx(type, opset, attributes, Numbers()) with { Reference = Each(reference), GradientTolerance = 1e-4 };

    private static OperatorCase Flat(string type, int opset, Func<double, double> reference) =>
        Case(type, opset, reference) with { NoGradient = "it is flat" };

    private static OperatorCase Positive(string type, int opset, Func<double, double> reference) =>
        Within(type, opset, 0.25, 5, reference);

    private static OperatorCase Within(string type, int opset, double from, double to, Func<double, double> reference) =>
        OperatorCase.Onnx(type, opset, [], OperatorInput.Of(from, to, [3, 7, 11])) with { Reference = Each(reference), GradientTolerance = 1e-4 };

    private static OperatorCase Integers(string type, ElementType element, Func<double, double> reference) =>
        OperatorCase.Onnx(type, 14, [], new OperatorInput(element, new Shape(5, 9), -50, 50)) with { Reference = Each(reference), Tolerance = 0, NoGradient = "integers" };

    private static Func<double[][], double[]> Each(Func<double, double> function) => x => Array.ConvertAll(x[0], v => function(v));
}
