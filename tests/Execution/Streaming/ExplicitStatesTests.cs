using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Execution.Streaming;

public class ExplicitStatesTests
{
    private const int Length = 5;

    [Fact]
    public void AStateIsComputedWhereItLiesAndNothingIsCopied()
    {
        using Session session = Stream(Decay(), new StatePair("s", "next"));
        Assert.Equal(0, Copies(session));
        Assert.Equal("s", Assert.Single(session.States).Name);
        Assert.Equal("x", Assert.Single(session.Inputs).Name);
        Assert.Equal(Length * sizeof(float), session.StateBytes);
        float[] expected = new float[Length];
        for (int step = 0; step < 4; step++)
        {
            float[] x = Noise(step);
            session.Step(x);
            for (int i = 0; i < Length; i++)
                expected[i] = (expected[i] * 0.5f) + x[i];
            InstructionSets.SameBits(expected, session.Output<float>("next").ToArray(), $"step {step}");
        }
    }

    // y = s / next is computed after next, so that next must not lie on s before the end.
    [Fact]
    public void AStateThatIsReadLaterThanItsNextValueIsMadeIsCopiedOnce()
    {
        Model model = new OnnxModel("late").Input("x", Length).Input("s", Length)
            .Node("Add", ["s", "x"], "next").Node("Exp", ["next"], "e").Node("Sub", ["s", "e"], "y").Return("y", "next");
        using Session session = Stream(model, new StatePair("s", "next"));
        Assert.Equal(1, Copies(session));
        float[] state = new float[Length];
        for (int step = 0; step < 3; step++)
        {
            float[] x = Noise(step);
            session.Step(x);
            for (int i = 0; i < Length; i++)
            {
                float next = state[i] + x[i];
                Assert.Equal(state[i] - MathF.Exp(next), session.Output<float>("y")[i], 1e-5f);
                state[i] = next;
            }

            InstructionSets.SameBits(state, session.Output<float>("next").ToArray(), "next");
        }
    }

    [Fact]
    public void StatesThatHandEachOtherOnDoNotOverwriteEachOther()
    {
        // Two frames of delay, in either order of the pairs, and two states that change places.
        Model delay = new OnnxModel("delay").Input("x", Length).Input("a", Length).Input("b", Length)
            .Node("Relu", ["x"], "a1").Node("Identity", ["a"], "b1").Node("Neg", ["b"], "y").Return("y", "a1", "b1");
        foreach (StatePair[] pairs in (StatePair[][])[[new("a", "a1"), new("b", "b1")], [new("b", "b1"), new("a", "a1")]])
        {
            using Session session = Stream(delay, pairs);
            for (int step = 1; step <= 5; step++)
            {
                session.Step([step, 0, 0, 0, 0]);
                Assert.Equal(Math.Min(0, 2 - step), session.Output<float>("y")[0]);
            }
        }

        Model swap = new OnnxModel("swap").Input("x", Length).Input("a", Length).Input("b", Length)
            .Node("Identity", ["b"], "a1").Node("Identity", ["a"], "b1").Node("Add", ["a", "x"], "y").Return("y", "a1", "b1");
        Tensor ones = Tensor.Of<float>(new Shape(Length), [1, 1, 1, 1, 1]);
        using Session swapped = Stream(swap, new StatePair("a", "a1"), new StatePair("b", "b1") { Initial = ones });
        foreach (float expected in (float[])[0, 1, 0, 1])
        {
            swapped.Step(new float[Length]);
            Assert.Equal(expected, swapped.Output<float>("y")[2]);
        }
    }

    [Fact]
    public void AnOutputThatShowsTheOldStateShowsTheOldState()
    {
        Model model = new OnnxModel("old").Input("x", Length).Input("s", Length).Ints("shape", 1, Length)
            .Node("Reshape", ["s", "shape"], "y").Node("Sub", ["x", "s"], "next").Return("y", "next");
        using Session session = Stream(model, new StatePair("s", "next"));
        session.Step([1, 2, 3, 4, 5]);
        Assert.Equal([0f, 0, 0, 0, 0], session.Output<float>("y").ToArray());
        session.Step([1, 1, 1, 1, 1]);
        Assert.Equal([1f, 2, 3, 4, 5], session.Output<float>("y").ToArray());
        Assert.Equal([0f, -1, -2, -3, -4], session.Output<float>("next").ToArray());
    }

    [Fact]
    public void ResetGoesBackToTheInitialState()
    {
        Tensor initial = Tensor.Of<float>(new Shape(Length), [2, 4, 6, 8, 10]);
        using Session session = Stream(Decay(), new StatePair("s", "next") { Initial = initial });
        for (int round = 0; round < 2; round++)
        {
            session.Step(new float[Length]);
            Assert.Equal([1f, 2, 3, 4, 5], session.Output<float>("next").ToArray());
            session.Step([1, 1, 1, 1, float.NaN]);
            Assert.Equal([1.5f, 2, 2.5f, 3, float.NaN], session.Output<float>("next").ToArray());
            session.Reset();
        }
    }

    [Fact]
    public void StepsAllocateNothingAndAreTheSameOnEverySet()
    {
        float[]? expected = null;
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                continue;
            using Session session = new(Decay(), new SessionOptions { States = [new("s", "next")], Isa = isa });
            float[] frame = Noise(3);
            byte[] snapshot = new byte[session.SnapshotBytes];
            Allocations.None(100, () =>
            {
                session.Reset();
                session.Step(frame);
                session.Snapshot(snapshot);
                session.Restore(snapshot);
                session.Step(frame);
            });
            expected ??= session.Output<float>().ToArray();
            InstructionSets.SameBits(expected, session.Output<float>().ToArray(), $"{isa}");
        }
    }

    [Theory]
    [InlineData("h0", "hn", true)]
    [InlineData("c0", "cn", true)]
    [InlineData("h_0", "h_n", true)]
    [InlineData("state_in", "state_out", true)]
    [InlineData("in_state", "out_state", true)]
    [InlineData("encoder/hidden_in.1", "encoder/hidden_out.1", true)]
    [InlineData("past", "present", true)]
    [InlineData("past_key_values.0.key", "present.0.key", true)]
    [InlineData("past_key_values.0.key", "present.0.value", false)]
    [InlineData("prev_cache3", "next_cache3", true)]
    [InlineData("prev_cache3", "next_cache4", false)]
    [InlineData("conv_cache", "new_conv_cache", true)]
    [InlineData("h0", "cn", false)]
    [InlineData("input", "output", false)]
    [InlineData("audio_in", "audio_out", false)]
    [InlineData("input_1", "output_1", false)]
    public void NamesOfStatesAreTold(string input, string output, bool isState) =>
        Assert.Equal(isState, EdgeRuntime.Execution.Streaming.StateNames.Match(input, output));

    [Fact]
    public void StatesAreFoundWhenThatIsAskedFor()
    {
        Model model = new OnnxModel("found").Input("x", Length).Input("h0", Length).Input("c0", Length)
            .Node("Add", ["x", "h0"], "hn").Node("Mul", ["hn", "c0"], "cn").Return("hn", "cn");
        using Session session = new(model, new SessionOptions { FindStates = true });
        Assert.Equal(2, session.States.Count);
        Assert.Equal(2 * Length * sizeof(float), session.StateBytes);
        session.Step([1, 1, 1, 1, 1]);
        session.Step([1, 1, 1, 1, 1]);
        Assert.Equal(2, session.Output<float>("hn")[4]);
    }

    [Fact]
    public void AmbiguousAndMissingStatesAreNamed()
    {
        Model two = new OnnxModel("two").Input("x", Length).Input("state", Length).Input("past_state", Length)
            .Node("Add", ["x", "state"], "state_out").Node("Add", ["x", "past_state"], "y").Return("y", "state_out");
        Contains(() => _ = new Session(two, new SessionOptions { FindStates = true }), "'state' -> 'state_out'", "'past_state' -> 'state_out'");
        Contains(() => _ = new Session(Decay(), new SessionOptions { FindStates = true }), "'s' -> 'next'", "'x' -> 'next'");
        Contains(() => _ = Stream(Decay(), new StatePair("t", "next")), "no input 't'", "'s'");
        Contains(() => _ = Stream(Decay(), new StatePair("s", "t")), "no output 't'", "'next'");
        Contains(() => _ = Stream(Decay(), new StatePair("s", "next"), new StatePair("x", "next")), "another pair");
        Contains(() => _ = Stream(Decay(), new StatePair("s", "next") { Initial = Tensor.Scalar(1) }), "initial state of 's'");
        Model uneven = new OnnxModel("uneven").Input("s", 1).Input("x", Length).Node("Add", ["x", "s"], "next").Return("next");
        Contains(() => _ = Stream(uneven, new StatePair("s", "next")), "Float32[1]", "Float32[5]");
    }

    [Fact]
    public void AWrongFrameOrASessionWithoutStatesIsRefused()
    {
        using Session session = Stream(Decay(), new StatePair("s", "next"));
        Contains(() => session.Step(new float[Length - 1]), "4 numbers", "'x'");
        using Session plain = new(Decay());
        Contains(() => plain.Step(new float[Length]), "does not stream");
        Model two = new OnnxModel("two").Input("x", Length).Input("z", Length).Input("s", Length)
            .Node("Sum", ["x", "z", "s"], "next").Return("next");
        using Session wide = Stream(two, new StatePair("s", "next"));
        Contains(() => wide.Step(new float[Length]), "has 2");
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Step(new float[Length]));
    }

    [Fact]
    public void ASnapshotGoesOnWhereItWasTaken()
    {
        using Session session = Stream(Decay(), new StatePair("s", "next")), other = Stream(Decay(), new StatePair("s", "next"));
        session.Step(Noise(1));
        byte[] snapshot = new byte[session.SnapshotBytes];
        session.Snapshot(snapshot);
        session.Step(Noise(2));
        other.Restore(snapshot);
        other.Step(Noise(2));
        InstructionSets.SameBits(session.Output<float>().ToArray(), other.Output<float>().ToArray(), "restored");
    }

    [Fact]
    public void ForeignAndDamagedSnapshotsAreRefusedAndChangeNothing()
    {
        using Session session = Stream(Decay(), new StatePair("s", "next"));
        session.Step(Noise(1));
        byte[] snapshot = new byte[session.SnapshotBytes];
        session.Snapshot(snapshot);
        Model wider = new OnnxModel("decay").Input("x", 6).Input("s", 6).Node("Add", ["x", "s"], "next").Return("next");
        using Session foreign = Stream(wider, new StatePair("s", "next"));
        Contains(() => foreign.Restore(snapshot), "another model");
        Contains(() => session.Restore(snapshot.AsSpan(..^1)), "cut off");
        Contains(() => session.Restore("not a snapshot of anything at all"u8), "no snapshot");
        Contains(() => session.Snapshot(new byte[3]), $"{snapshot.Length} bytes");
        snapshot[^1] ^= 1;
        Contains(() => session.Restore(snapshot), "damaged");
        byte[] after = new byte[session.SnapshotBytes];
        session.Snapshot(after);
        snapshot[^1] ^= 1;
        Assert.Equal(snapshot, after);
    }

    private static Model Decay() => new OnnxModel("decay").Input("x", Length).Input("s", Length).Constant("half", Tensor.Scalar(0.5f))
        .Node("Mul", ["s", "half"], "faded").Node("Add", ["faded", "x"], "next").Return("next");

    private static Session Stream(Model model, params StatePair[] pairs) => new(model, new SessionOptions { States = pairs });

    private static float[] Noise(int seed)
    {
        float[] values = new float[Length];
        new CounterRandom((ulong)seed, 1).FillUniform(values, -1, 1);
        return values;
    }

    private static int Copies(Session session)
    {
        int count = 0;
        foreach (Step step in session.Executable.Steps)
            count += step is CopyStep ? 1 : 0;
        return count;
    }

    private static void Contains(Action action, params string[] parts)
    {
        EdgeException error = Assert.Throws<EdgeException>(action);
        Assert.Equal(ErrorKind.Data, error.Kind);
        foreach (string part in parts)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
