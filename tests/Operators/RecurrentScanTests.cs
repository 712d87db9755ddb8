using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>What the contract of operators does not ask of recurrent layers.</summary>
public class RecurrentScanTests
{
    private static readonly string[] Kinds = ["RNN", "GRU", "LSTM"];

    public static TheoryData<string> AllKinds => [.. Kinds];

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void TheLastStatesAreThoseOfTheReference(string kind)
    {
        foreach (string direction in (string[])["forward", "reverse", "bidirectional"])
        {
            RecurrentReference reference = new(kind, 5, 3, 2, 6) { Direction = direction, Lengths = [2, 5, 0], BatchFirst = kind == "LSTM" };
            OperatorCase item = RecurrentCases.Full(reference);
            Tensor[] inputs = item.MakeInputs();
            Tensor[] outputs = Run(item, inputs);
            double[][] v = Array.ConvertAll(inputs, t => t.Type == ElementType.Float32 ? Array.ConvertAll(t.As<float>().ToArray(), x => (double)x) : []);
            (_, double[] last, double[] cell) = reference.Run(v[0], v[1], v[2], v[3], v[5], kind == "LSTM" ? v[6] : null);
            AssertNear(last, outputs[1]);
            if (kind == "LSTM")
                AssertNear(cell, outputs[2]);
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void ASampleOfABatchHasTheBitsThatItHasAlone(string kind)
    {
        const int t = 4, b = 15, i = 3, h = 21;
        OperatorCase whole = RecurrentCases.Make(new RecurrentReference(kind, t, b, i, h), weightsAtRunTime: false, bias: true, states: false, peepholes: false);
        Tensor[] inputs = whole.MakeInputs();
        float[] all = Run(whole, inputs)[0].As<float>().ToArray();
        OperatorCase alone = RecurrentCases.Make(new RecurrentReference(kind, t, 1, i, h), weightsAtRunTime: false, bias: true, states: false, peepholes: false);
        for (int sample = 0; sample < b; sample += 7)
        {
            Tensor x = new(ElementType.Float32, new Shape(t, 1, i));
            for (int step = 0; step < t; step++)
                inputs[0].As<float>().Slice(((step * b) + sample) * i, i).CopyTo(x.As<float>()[(step * i)..]);
            float[] one = Run(alone, [x, .. inputs[1..]])[0].As<float>().ToArray();
            for (int step = 0; step < t; step++)
                InstructionSets.SameBits(all.AsSpan(((step * b) + sample) * h, h).ToArray(), one.AsSpan(step * h, h).ToArray(), $"{kind}, sample {sample}, step {step}");
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void ALengthOutsideOfTheInputIsOneErrorOfTheRun(int length)
    {
        OperatorCase item = RecurrentCases.Full(new RecurrentReference("GRU", 4, 3, 2, 5) { Lengths = [4, length, 2] });
        EdgeException error = Assert.Throws<EdgeException>(() => Run(item, item.MakeInputs()));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains($"sequence 1 of the batch has length {length}", error.Message);
    }

    [Theory]
    [InlineData("RNN", 1)]
    [InlineData("GRU", 3)]
    [InlineData("LSTM", 4)]
    public void ABatchOfNoSequencesGivesNoStates(string type, int gates)
    {
        OperatorCase item = OperatorCase.Onnx(type, 14, [], OperatorInput.Of(4, 0, 3), OperatorInput.Weight(1, gates * 5, 3), OperatorInput.Weight(1, gates * 5, 5));
        Assert.Equal(new Shape(4, 1, 0, 5), item.Build(item.MakeInputs()).Outputs[0].Value.Shape);
        Run(item, item.MakeInputs());
    }

    [Fact]
    public void WhatIsWrongWithALayerIsOneErrorOfItsImport()
    {
        OperatorInput x = OperatorInput.Of(4, 2, 3), w = OperatorInput.Weight(1, 15, 3), r = OperatorInput.Weight(1, 15, 5);
        Refused("no steps of time", [("layout", 1)], OperatorInput.Of(2, 0, 3), w, r);
        Refused("must be [1, 15, 3]", [], x, OperatorInput.Weight(1, 15, 4), r);
        Refused("must be [1, 15, 5]", [], x, w, OperatorInput.Weight(1, 14, 5));
        Refused("hidden_size is 4", [("hidden_size", 4)], x, w, r);
        Refused("hidden_size is 2147483647", [("hidden_size", int.MaxValue)], x, w, r);
        Refused("layout is 2", [("layout", 2)], x, w, r);
        Refused("must be [2, 15, 3]", [("direction", "bidirectional")], x, w, r);
        Refused("direction 'sideways'", [("direction", "sideways")], x, w, r);
        Refused("activation 'Sine'", [("activations", (string[])["Sine", "Tanh"])], x, w, r);
        Refused("1 activations", [("activations", (string[])["Tanh"])], x, w, r);
        Refused("got 1 and 0", [("activation_alpha", (float[])[1])], x, w, r);
        Refused("clip of -1", [("clip", -1f)], x, w, r);
        Refused("biases", [], x, w, r, OperatorInput.Weight(1, 15));
        Refused("lengths", [], x, w, r, null, OperatorInput.Of(Tensor.Of<int>(new Shape(3), [1, 1, 1])));
        Refused("GRU of Int64", [], x, w, r, null, OperatorInput.Of(Tensor.Of<long>(new Shape(2), [1, 1])));
        Refused("initial state", [], x, w, r, null, null, OperatorInput.Of(1, 3, 5));
        Refused("3 axes", [], OperatorInput.Of(4, 3), w, r);

        static void Refused(string expected, (string, object)[] attributes, params OperatorInput?[] inputs)
        {
            OperatorCase item = OperatorCase.Onnx("GRU", 14, attributes, inputs);
            Assert.Contains(expected, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
        }
    }

    [Theory]
    [InlineData("Loop")]
    [InlineData("Scan")]
    public void ALoopInTheGraphIsRefusedWithWhatToDo(string type)
    {
        OperatorCase item = OperatorCase.Onnx(type, 14, [], OperatorInput.Of(2, 3));
        Assert.Contains("export recurrent layers as RNN, GRU or LSTM", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void WhatHasNoGradientSaysWhy()
    {
        RecurrentReference reference = new("RNN", 2, 1, 2, 3);
        Assert.Contains("clips", Assert.Throws<EdgeException>(() => Gradient(RecurrentCases.Full(reference with { Clip = 1 }), 0)).Message);
        OperatorCase leaky = RecurrentCases.Full(reference, ("activations", (string[])["LeakyRelu"]), ("activation_alpha", (float[])[-0.5f]));
        Assert.Contains("LeakyRelu with alpha -0.5", Assert.Throws<EdgeException>(() => Gradient(leaky, 0)).Message);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void TruncationOverTheWholeSequenceOrMoreChangesNothing(string kind)
    {
        OperatorCase item = RecurrentCases.Full(new RecurrentReference(kind, 6, 2, 3, 5));
        float[] whole = Gradient(item, 0);
        InstructionSets.SameBits(whole, Gradient(item, 6), kind);
        InstructionSets.SameBits(whole, Gradient(item, 100), kind);
        Assert.NotEqual(whole, Gradient(item, 3));
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void ATruncatedGradientIsThatOfWindowsThatStartFromGivenStates(string kind)
    {
        const int t = 6, b = 2, i = 3, h = 5, window = 2;
        foreach (string direction in (string[])["forward", "reverse"])
        {
            OperatorCase item = RecurrentCases.Full(new RecurrentReference(kind, t, b, i, h) { Direction = direction });
            Tensor[] inputs = item.MakeInputs();
            float[] truncated = Gradient(item, window);
            double[] sum = new double[truncated.Length];
            Tensor[] states = inputs[4..];
            for (int start = 0; start < t; start += window)
            {
                int first = direction == "forward" ? start : t - window - start;
                OperatorCase part = RecurrentCases.Full(new RecurrentReference(kind, window, b, i, h) { Direction = direction });
                Tensor x = Tensor.Of<float>(new Shape(window, b, i), inputs[0].As<float>().Slice(first * b * i, window * b * i));
                Tensor[] given = [x, .. inputs[1..4], .. states];
                float[] gradient = Gradient(part, 0, given, Weighting(t * b * h).AsSpan(first * b * h, window * b * h).ToArray());
                for (int k = 0; k < sum.Length; k++)
                    sum[k] += gradient[k];
                Tensor[] after = Run(part, given);
                states = kind == "LSTM" ? [after[1], after[2]] : [after[1]];
            }

            for (int k = 0; k < sum.Length; k++)
                Assert.True(Math.Abs(sum[k] - truncated[k]) < 1e-5, $"{kind} {direction}: element {k} is {truncated[k]}, the windows give {sum[k]}.");
        }
    }

    /// <summary>The gradient of the recurrent weights of <c>sum(weighting * y)</c>.</summary>
    private static float[] Gradient(OperatorCase item, int truncateSteps, Tensor[]? inputs = null, float[]? weighting = null)
    {
        inputs ??= item.MakeInputs();
        Graph graph = item.Build(inputs);
        Node scan = graph.Nodes.Find(n => n.Operator is RecurrentScan)!;
        Value weights = scan.Input(1);
        weights.Kind = ValueKind.Variable;
        int count = scan.Output.Shape.Count;
        Value y = graph.Add("flat", new Reshape(new Shape(count)), scan.Output).Output;
        y = graph.Add("weighted", new Mul(), y, Value.Constant("r", Tensor.Of<float>(new Shape(count), weighting ?? Weighting(count)))).Output;
        Value loss = graph.Add("loss", new Reshape(default), graph.Add("sum", new Reduce(ReduceKind.Sum, new Axes(0)), y).Output).Output;
        graph.Outputs.Clear();
        Backward.Append(graph, loss, [weights], (_, gradient) => graph.Outputs.Add(("gradient", gradient)), truncateSteps: truncateSteps);
        return Run(graph, item, inputs)[0].As<float>().ToArray();
    }

    private static float[] Weighting(int count)
    {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++)
            weights[i] = ((i * 7 % 11) - 5) / 8f;
        return weights;
    }

    private static Tensor[] Run(OperatorCase item, Tensor[] inputs) => Run(item.Build(inputs), item, inputs);

    private static Tensor[] Run(Graph graph, OperatorCase item, Tensor[] inputs)
    {
        using GraphRun run = new(graph, EdgeRuntime.Simd.Dispatch.Default, SlopeCheck.RunTime(item, inputs));
        run.Run();
        return run.Outputs();
    }

    private static void AssertNear(double[] expected, Tensor actual)
    {
        float[] values = actual.As<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) < 1e-5, $"Element {i} is {values[i]}, the reference is {expected[i]}.");
    }
}
