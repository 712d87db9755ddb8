using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using Tests.Support;
using Xunit;

namespace Tests.Execution;

/// <summary>Recurrent networks of other tools against the outputs that are stored with them.</summary>
public class RecurrentModelTests
{
    [Fact]
    public void SpeechIsDenoisedFrameByFrameWithTheStateHandedOn()
    {
        float[] frames = NpyArray.Read(Shared.Path("data/models/dtln/model_1_frames_in.npy")).ToFloats();
        float[] expected = NpyArray.Read(Shared.Path("data/models/dtln/model_1_ort_mask_out.npy")).ToFloats();
        using Session session = new(Model.Load(Shared.Path("data/models/dtln/model_1.onnx")), new SessionOptions { KeepInputs = true });
        const int bins = 257;
        session.Input<float>("input_3").Clear();
        for (int frame = 0; frame < frames.Length / bins; frame++)
        {
            frames.AsSpan(frame * bins, bins).CopyTo(session.Input<float>("input_2"));
            session.Run();
            session.Output<float>("tf_op_layer_stack_2").CopyTo(session.Input<float>("input_3"));
            ReadOnlySpan<float> mask = session.Output<float>("activation_2");
            for (int i = 0; i < bins; i++)
                Assert.True(Math.Abs(mask[i] - expected[(frame * bins) + i]) <= 2e-5, $"Frame {frame}, bin {i}: {mask[i]:R}, stored is {expected[(frame * bins) + i]:R}.");
        }
    }

    [Theory]
    [InlineData("LSTM", "lstm_forwards")]
    [InlineData("LSTM", "lstm_bidirectional")]
    [InlineData("LSTM", "lstm_initial")]
    [InlineData("GRU", "gru_forwards")]
    [InlineData("GRU", "gru_bidirectional")]
    [InlineData("GRU", "gru_initial")]
    public void TheStoredSequencesOfPyTorchComeOut(string kind, string name)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Shared.Path("data/models/onnx/pytorch-rnn-reference/rnn.json")));
        JsonElement entry = file.RootElement.GetProperty(name), parameters = entry.GetProperty("params");
        Tensor input = Read(entry.GetProperty("input")), expected = Read(entry.GetProperty("output"));
        bool both = parameters.TryGetProperty("weight_ih_l0_reverse", out _);
        string[] ends = both ? ["", "_reverse"] : [""];
        int hidden = Read(parameters.GetProperty("weight_hh_l0")).Shape[1], gates = kind == "GRU" ? 3 : 4, time = input.Shape[0];
        Tensor Stack(int width, params string[] names) =>
            Tensor.Of<float>(new Shape(width > 0 ? [ends.Length, gates * hidden, width] : [ends.Length, names.Length * gates * hidden]), Ordered(parameters, kind, hidden, ends, names));
        List<OperatorInput?> inputs =
        [
            OperatorInput.Of(input.Reshape(new Shape(time, 1, input.Shape[1]))), OperatorInput.Constant(Stack(input.Shape[1], "weight_ih_l0")),
            OperatorInput.Constant(Stack(hidden, "weight_hh_l0")), OperatorInput.Constant(Stack(0, "bias_ih_l0", "bias_hh_l0")), null,
        ];
        foreach (string state in (string[])["initial_hidden", "initial_cell"])
        {
            if (entry.TryGetProperty(state, out JsonElement value))
                inputs.Add(OperatorInput.Of(Read(value).Reshape(new Shape(1, 1, hidden))));
        }

        List<(string, object)> attributes = [("hidden_size", hidden), ("direction", both ? "bidirectional" : "forward")];
        if (kind == "GRU")
            attributes.Add(("linear_before_reset", 1));
        OperatorCase item = OperatorCase.Onnx(kind, 14, [.. attributes], [.. inputs]);
        Tensor[] tensors = item.MakeInputs();
        using GraphRun run = new(item.Build(tensors), EdgeRuntime.Simd.Dispatch.Default, SlopeCheck.RunTime(item, tensors));
        run.Run();
        float[] actual = run.Outputs()[0].As<float>().ToArray(), stored = expected.As<float>().ToArray();
        Assert.Equal(stored.Length, actual.Length);
        for (int i = 0; i < stored.Length; i++)
            Assert.True(Math.Abs(stored[i] - actual[i]) <= 1e-6, $"{name}: element {i} is {actual[i]:R}, stored is {stored[i]:R}.");
    }

    [Theory]
    [InlineData("pytorch", 0, true)]
    [InlineData("pytorch", 1, false)]
    [InlineData("tf2onnx", 0, false)]
    public void AGruOfPyTorchThatResetsFirstIsWarnedOf(string producer, int linear, bool warned)
    {
        OperatorInput[] inputs = [OperatorInput.Of(2, 1, 3), OperatorInput.Weight(1, 12, 3), OperatorInput.Weight(1, 12, 4)];
        ModelProto proto = OnnxNodes.Model("GRU", 14, 1, [("linear_before_reset", linear)], inputs, Array.ConvertAll(inputs, i => i.Make(1)));
        proto.ProducerName = producer;
        using Session session = new(new Model(proto));
        if (warned)
            Assert.Contains("linear_before_reset", Assert.Single(session.Warnings));
        else
            Assert.Empty(session.Warnings);
    }

    // PyTorch's rows are gates r, z, n and i, f, g, o; ONNX's z, r, n and i, o, f, g.
    private static float[] Ordered(JsonElement parameters, string kind, int hidden, string[] ends, string[] names)
    {
        List<float> values = [];
        foreach (string end in ends)
        {
            foreach (string name in names)
            {
                Tensor tensor = Read(parameters.GetProperty(name + end));
                int rows = hidden * (tensor.Shape.Rank == 2 ? tensor.Shape[1] : 1);
                foreach (int gate in kind == "GRU" ? (int[])[1, 0, 2] : [0, 3, 1, 2])
                    values.AddRange(tensor.As<float>().Slice(gate * rows, rows));
            }
        }

        return [.. values];
    }

    private static Tensor Read(JsonElement array)
    {
        int[] dims = [.. Numbers(array[0], e => e.GetInt32())];
        return Tensor.Of<float>(new Shape(dims), [.. Numbers(array[1], e => e.GetSingle())]);
    }

    private static List<TNumber> Numbers<TNumber>(JsonElement array, Func<JsonElement, TNumber> read)
    {
        List<TNumber> numbers = [];
        foreach (JsonElement element in array.EnumerateArray())
            numbers.Add(read(element));
        return numbers;
    }
}
