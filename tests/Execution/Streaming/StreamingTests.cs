using System;
using System.Collections.Generic;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Execution.Streaming;

public class StreamingTests
{
    private const int Time = 24;

    public static TheoryData<string, int> Networks
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in (string[])["gru", "lstm stack", "tcn", "chomp", "depthwise", "strided", "frames by rows", "planes"])
            {
                foreach (int step in (int[])[2, 4, 12])
                    data.Add(name, step);
            }

            foreach (string name in (string[])["gru", "lstm stack", "tcn", "chomp", "depthwise", "planes"])
                data.Add(name, 1);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    [Trait("arm", "yes")]
    public void StepsGiveTheBitsOfOneRunOverAllFrames(string name, int step)
    {
        (Model model, int axis) = Network(name);
        using Session whole = new(model);
        float[] x = Noise(whole.Input<float>().Length);
        x.CopyTo(whole.Input<float>());
        whole.Run();
        float[] expected = whole.Output<float>().ToArray();
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                continue;
            using Session stream = new(model, new SessionOptions { Streaming = true, StepFrames = step, Isa = isa });
            Assert.True(stream.StateBytes > 0);
            float[][] outputs = Run(stream, Cut(x, whole.Inputs[0].Shape, axis, step));
            InstructionSets.SameBits(expected, Join(outputs, whole.Outputs[0].Shape, axis), $"{name} in steps of {step} on {isa}");
        }
    }

    [Fact]
    public void StepsAllocateNothingAndResetStartsAnew()
    {
        (Model model, _) = Network("tcn");
        using Session session = new(model, new SessionOptions { Streaming = true });
        float[] frame = Noise(session.FrameLength);
        session.Step(frame);
        float[] first = session.Output<float>().ToArray();
        Allocations.None(100, () => session.Step(frame));
        Assert.NotEqual(first, session.Output<float>().ToArray());
        session.Reset();
        session.Step(frame);
        InstructionSets.SameBits(first, session.Output<float>().ToArray(), "after Reset");
    }

    [Theory]
    [InlineData("gru_har_h64", 64)]
    [InlineData("gru2_h128", 256)]
    public void NetworksOfPyTorchGiveTheBitsOfOneRunAtTheLastFrame(string name, int states)
    {
        Model model = Model.Load(Shared.Path($"data/models-torch/{name}.onnx"));
        Tensor input = NpyTensor.Read(Shared.Path($"data/models-torch/{name}.in.npy"));
        using Session whole = new(model), stream = new(model, new SessionOptions { Streaming = true });
        input.As<float>().CopyTo(whole.Input<float>());
        whole.Run();
        Assert.Equal(states * sizeof(float), stream.StateBytes);
        for (int t = 0; t < input.Shape[1]; t++)
            stream.Step(input.As<float>().Slice(t * stream.FrameLength, stream.FrameLength));
        InstructionSets.SameBits(whole.Output<float>().ToArray(), stream.Output<float>().ToArray(), name);
    }

    [Fact]
    public void DtlnStreamedByItsStatesGivesItsStoredMasks()
    {
        Model model = Model.Load(Shared.Path("data/models/dtln/model_1.onnx"));
        Tensor frames = NpyTensor.Read(Shared.Path("data/models/dtln/model_1_frames_in.npy")), masks = NpyTensor.Read(Shared.Path("data/models/dtln/model_1_ort_mask_out.npy"));
        using Session session = new(model, new SessionOptions { States = [new("input_3", "tf_op_layer_stack_2")] });
        foreach (Step step in session.Executable.Steps)
            Assert.False(step is CopyStep, $"{step.Name} copies");
        int width = frames.Shape[1];
        for (int t = 0; t < frames.Shape[0]; t++)
        {
            session.Step(frames.As<float>().Slice(t * width, width));
            ReadOnlySpan<float> mask = session.Output<float>("activation_2");
            for (int i = 0; i < width; i++)
                Assert.Equal(masks.As<float>()[(t * width) + i], mask[i], 2e-5f);
        }
    }

    [Theory]
    [InlineData("gru", false)]
    [InlineData("lstm", false)]
    [InlineData("gru", true)]
    [InlineData("tcn", false)]
    public void BuiltInNetworksGiveTheBitsOfARunOverWhatHasComeSoFar(string name, bool takesLengths)
    {
        const int Features = 5;
        Model model = Architecture.Create(name, new Shape(Time, Features), 4, seed: 3, new SequenceOptions { Hidden = 12, Layers = 2, TakesLengths = takesLengths });
        using Session stream = new(model, new SessionOptions { Streaming = true, Threads = 2 });
        Assert.Single(stream.Inputs);
        float[] x = Noise(Time * Features);
        x[(Time - 1) * Features] = float.NaN;
        for (int t = 0; t < Time; t++)
        {
            stream.Step(x.AsSpan(t * Features, Features));
            using Session whole = new(model, new SessionOptions { Shapes = new Dictionary<string, Shape> { ["input"] = new Shape(1, t + 1, Features) } });
            x.AsSpan(0, (t + 1) * Features).CopyTo(whole.Input<float>("input"));
            if (takesLengths)
                whole.Input<int>("lengths")[0] = t + 1;
            whole.Run();
            InstructionSets.SameBits(whole.Output<float>().ToArray(), stream.Output<float>().ToArray(), $"{name} after {t + 1} frames");
        }

        Assert.True(float.IsNaN(stream.Output<float>()[0]));
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm stack")]
    public void StatesOfRecurrentLayersAreWrittenInTheirPlace(string name)
    {
        using Session session = new(Network(name).Model, new SessionOptions { Streaming = true });
        foreach (Step step in session.Executable.Steps)
            Assert.False(step is CopyStep, $"{step.Name} copies");
    }

    [Fact]
    public void StreamsOfABatchDoNotMix()
    {
        Model model = Architecture.Create("gru", new Shape(Time, 3), 2, seed: 1, new SequenceOptions { Hidden = 8 });
        using Session both = new(model, new SessionOptions { Streaming = true, Batch = 2 }), one = new(model, new SessionOptions { Streaming = true });
        float[] x = Noise(Time * 6);
        for (int t = 0; t < Time; t++)
        {
            both.Step(x.AsSpan(t * 6, 6));
            one.Step(x.AsSpan((t * 6) + 3, 3));
            InstructionSets.SameBits(one.Output<float>().ToArray(), both.Output<float>()[2..].ToArray(), $"sample 1 after {t + 1} frames");
        }
    }

    [Fact]
    public void WindowsOfSamplesWithOverlapRunWithoutAllocating()
    {
        (Model model, _) = Network("gru");
        using Session session = new(model);
        SlidingWindow window = new(Time, hop: 6, channels: 5);
        float[] sample = Noise(5);
        int runs = 0;
        Allocations.None(60, () =>
        {
            if (!window.Push(sample))
                return;
            window.Window.CopyTo(session.Input<float>());
            session.Run();
            runs++;
        });
        Assert.InRange(runs, 7, 30);
    }

    private static (Model Model, int Axis) Network(string name) => name switch
    {
        "gru" => (StreamingModels.Gru(Time), 1),
        "lstm stack" => (StreamingModels.LstmStack(Time), 0),
        "tcn" => (StreamingModels.Tcn(Time), 2),
        "chomp" => (StreamingModels.Chomp(Time), 2),
        "depthwise" => (StreamingModels.Depthwise(Time), 2),
        "strided" => (StreamingModels.Strided(Time), 2),
        "planes" => (StreamingModels.Planes(Time), 2),
        _ => (StreamingModels.FramesByRows(Time), 1),
    };

    private static float[][] Run(Session session, float[][] frames)
    {
        List<float[]> outputs = [];
        foreach (float[] frame in frames)
        {
            session.Step(frame);
            outputs.Add(session.Output<float>().ToArray());
        }

        return [.. outputs];
    }

    /// <summary>A sequence cut along an axis.</summary>
    private static float[][] Cut(float[] x, Shape shape, int axis, int step)
    {
        int inner = shape.Product(axis + 1, shape.Rank), outer = shape.Product(0, axis), row = shape[axis] * inner;
        float[][] frames = new float[shape[axis] / step][];
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i] = new float[outer * step * inner];
            for (int o = 0; o < outer; o++)
                x.AsSpan((o * row) + (i * step * inner), step * inner).CopyTo(frames[i].AsSpan(o * step * inner));
        }

        return frames;
    }

    private static float[] Join(float[][] parts, Shape shape, int axis)
    {
        float[] all = new float[shape.Count];
        int inner = shape.Product(axis + 1, shape.Rank), outer = shape.Product(0, axis), row = shape[axis] * inner, run = parts[0].Length / outer;
        Assert.Equal(all.Length, parts.Length * parts[0].Length);
        for (int i = 0; i < parts.Length; i++)
        {
            for (int o = 0; o < outer; o++)
                parts[i].AsSpan(o * run, run).CopyTo(all.AsSpan((o * row) + (i * run)));
        }

        return all;
    }

    private static float[] Noise(int count)
    {
        float[] values = new float[count];
        new CounterRandom(5, 1).FillUniform(values, -1, 1);
        return values;
    }
}
