using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class CausalConvTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(2, 4, 8, 4, "none", bias: false, past: false),
        Case(1, 17, 5, 3, "silu", bias: true, past: true),
        Case(1, 3, 2, 5, "none", bias: true, past: false), // a stream shorter than the filter
        Case(1, 3, 2, 5, "silu", bias: false, past: true),
        Case(2, 8, 6, 1, "swish", bias: true, past: false),
    ];

    [Fact]
    public void TwoPiecesWithTheStateBetweenThemGiveTheBitsOfTheWhole()
    {
        OperatorInput weights = OperatorInput.Weight(5, 1, 4), signal = OperatorInput.Of(1, 5, 12);
        OperatorCase whole = OperatorCase.Onnx("CausalConvWithState", 27, 2, [], signal, weights);
        Tensor[] inputs = whole.MakeInputs();
        Tensor[] expected = Run(whole, inputs, Isa.Scalar);
        (Tensor first, Tensor second) = (Part(inputs[0], 0, 2), Part(inputs[0], 2, 10));
        Tensor[] before = Run(OperatorCase.Onnx("CausalConvWithState", 27, 2, [], OperatorInput.Of(first), weights), [first, inputs[1]], Isa.Scalar);
        Tensor[] after = Run(OperatorCase.Onnx("CausalConvWithState", 27, 2, [], OperatorInput.Of(second), weights, null, OperatorInput.Of(before[1])), [second, inputs[1], before[1]], Isa.Scalar);
        InstructionSets.SameBits(Part(expected[0], 0, 2).As<float>().ToArray(), before[0].As<float>().ToArray(), "the first piece");
        InstructionSets.SameBits(Part(expected[0], 2, 10).As<float>().ToArray(), after[0].As<float>().ToArray(), "the second piece");
        InstructionSets.SameBits(expected[1].As<float>().ToArray(), after[1].As<float>().ToArray(), "the state");
    }

    [Fact]
    public void StatesAndWeightsThatDoNotFitAreRefused()
    {
        foreach (OperatorCase item in (OperatorCase[])[
            OperatorCase.Onnx("CausalConvWithState", 27, 2, [], OperatorInput.Of(1, 4, 8), OperatorInput.Weight(4, 2, 3)),
            OperatorCase.Onnx("CausalConvWithState", 27, 2, [], OperatorInput.Of(1, 4, 8), OperatorInput.Weight(4, 1, 3), null, OperatorInput.Of(1, 4, 3)),
        ])
            Assert.Equal(ErrorKind.Shape, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Kind);
        OperatorCase activation = OperatorCase.Onnx("CausalConvWithState", 27, 2, [("activation", "relu")], OperatorInput.Of(1, 4, 8), OperatorInput.Weight(4, 1, 3));
        Assert.Equal(ErrorKind.Unsupported, Assert.Throws<EdgeException>(() => activation.Build(activation.MakeInputs())).Kind);
    }

    private static Tensor Part(Tensor signal, int start, int count)
    {
        (int channels, int samples) = (signal.Shape[1], signal.Shape[2]);
        Tensor part = new(ElementType.Float32, new Shape(1, channels, count));
        for (int c = 0; c < channels; c++)
            signal.As<float>().Slice((c * samples) + start, count).CopyTo(part.As<float>()[(c * count)..]);
        return part;
    }

    private static OperatorCase Case(int batch, int channels, int time, int kernel, string activation, bool bias, bool past) =>
        OperatorCase.Onnx("CausalConvWithState", 27, 2, [("activation", activation)], OperatorInput.Of(batch, channels, time), OperatorInput.Weight(channels, 1, kernel),
            bias ? OperatorInput.Weight(channels) : null, past ? OperatorInput.Of(batch, channels, kernel - 1) : null) with
        {
            Reference = v =>
            {
                double[] y = new double[v[0].Length], state = past ? v[^1] : new double[batch * channels * (kernel - 1)];
                for (int i = 0; i < y.Length; i++)
                {
                    (int row, int t) = (i / time, i % time);
                    double sum = bias ? v[2][row % channels] : 0;
                    for (int k = 0; k < kernel; k++)
                    {
                        int at = t + k - (kernel - 1);
                        sum += v[1][(row % channels * kernel) + k] * (at < 0 ? state[(row * (kernel - 1)) + at + kernel - 1] : v[0][(row * time) + at]);
                    }

                    y[i] = activation == "none" ? sum : sum / (1 + Math.Exp(-sum));
                }

                return y;
            },
        };
}
