using System;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Execution.Streaming;

public class StreamingRefusalTests
{
    private const int Time = 12;

    [Fact]
    public void EveryNodeThatLooksAheadOrOverAllTimeIsNamedAtOnce()
    {
        Model model = new OnnxModel("ahead").Input("x", 1, 3, Time).Weight("w", 3, 3, 3).Weight("v", 3, 3, 3)
            .Node("Conv", ["x", "w"], "same", ("pads", new[] { 1, 1 }))
            .Node("Conv", ["x", "v"], "causal", ("pads", new[] { 2, 0 }))
            .Node("GlobalAveragePool", ["causal"], "mean")
            .Node("Softmax", ["causal"], "weights", ("axis", 2))
            .Return("same", "mean", "weights");
        string message = Refusal(model, ErrorKind.Unsupported, new SessionOptions { Streaming = true, TimeAxis = 2 });
        Assert.Contains("Conv 'Conv/same' looks 1 frames ahead", message, StringComparison.Ordinal);
        Assert.Contains("AveragePool 'GlobalAveragePool/mean", message, StringComparison.Ordinal);
        Assert.Contains("Softmax 'Softmax/weights' normalizes over all time", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Conv/causal", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reverse")]
    [InlineData("bidirectional")]
    public void RecurrentLayersThatRunBackwardsAreRefused(string direction) =>
        Assert.Contains("from the last frame to the first", Refusal(StreamingModels.Gru(Time, direction), ErrorKind.Unsupported), StringComparison.Ordinal);

    [Fact]
    public void OfAxesThatAreRefusedAlikeTheOneThatLayersTakeForTimeIsTold()
    {
        Model recurrent = new OnnxModel("mean").Input("x", Time, 1, 3).Weight("w", 1, 12, 3).Weight("r", 1, 12, 4)
            .Node("GRU", ["x", "w", "r"], "y", ("hidden_size", 4)).Node("ReduceMean", ["y"], "z", ("axes", new[] { 0 })).Return("z");
        Assert.Contains("along axis 0 of input 'x'", Refusal(recurrent, ErrorKind.Unsupported), StringComparison.Ordinal);
        Model convolution = new OnnxModel("valid").Input("x", 1, 3, Time).Weight("w", 3, 3, 3).Node("Conv", ["x", "w"], "y").Return("y");
        Assert.Contains("along axis 2 of input 'x'", Refusal(convolution, ErrorKind.Unsupported), StringComparison.Ordinal);
    }

    [Fact]
    public void AttentionOverAllTimeIsRefused()
    {
        Model model = new OnnxModel("attention").Input("x", 1, Time, 4).Weight("w", 4, 4)
            .Node("MatMul", ["x", "w"], "q").Node("Transpose", ["x"], "k", ("perm", new[] { 0, 2, 1 }))
            .Node("MatMul", ["q", "k"], "scores").Return("scores");
        Assert.Contains("MatMul 'MatMul/scores' multiplies frames with each other", Refusal(model, ErrorKind.Unsupported), StringComparison.Ordinal);
    }

    [Fact]
    public void PositionsThatDifferFromFrameToFrameAreRefused()
    {
        Model model = new OnnxModel("positions").Input("x", 1, Time, 4).Weight("p", 1, Time, 4).Node("Add", ["x", "p"], "y").Return("y");
        Assert.Contains("different for each frame", Refusal(model, ErrorKind.Unsupported, new SessionOptions { Streaming = true, TimeAxis = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AStepThatIsNoMultipleOfTheStrideIsRefused() =>
        Assert.Contains("a step must have a multiple of 2 frames, it has 1", Refusal(StreamingModels.Strided(Time), ErrorKind.Unsupported, new SessionOptions { Streaming = true, TimeAxis = 2 }), StringComparison.Ordinal);

    [Fact]
    public void AStateThatAnInputGivesMustBePaired()
    {
        Model model = new OnnxModel("given").Input("x", Time, 1, 3).Input("h0", 1, 1, 4).Weight("w", 1, 12, 3).Weight("r", 1, 12, 4)
            .Node("GRU", ["x", "w", "r", "", "", "h0"], "y,hn", ("hidden_size", 4)).Return("y", "hn");
        Assert.Contains("'h0'", Refusal(model, ErrorKind.Unsupported, new SessionOptions { Streaming = true, TimeAxis = 0 }), StringComparison.Ordinal);
        using Session session = new(model, new SessionOptions { Streaming = true, TimeAxis = 0, FindStates = true });
        Assert.Equal("h0", Assert.Single(session.States).Name);
        Assert.Equal(3, session.FrameLength);
    }

    [Fact]
    public void AnAxisThatCannotBeToldMustBeNamed()
    {
        Model model = new OnnxModel("plain").Input("x", 4, Time).Node("Relu", ["x"], "y").Return("y");
        Assert.Contains("axis 1, 0", Refusal(model, ErrorKind.Data), StringComparison.Ordinal);
        using Session session = new(model, new SessionOptions { Streaming = true, TimeAxis = 1 });
        session.Step([-1, 1, -2, 2]);
        Assert.Equal([0f, 1, 0, 2], session.Output<float>().ToArray());
        Assert.Contains("axes 0 to 1", Refusal(model, ErrorKind.Data, new SessionOptions { Streaming = true, TimeAxis = 2 }), StringComparison.Ordinal);
        Assert.Contains("1 frame or more", Refusal(model, ErrorKind.Data, new SessionOptions { Streaming = true, StepFrames = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfOneFrameIsRefused()
    {
        Model model = new OnnxModel("one").Input("x", 1, 1, 4).Weight("w", 4, 2).Node("MatMul", ["x", "w"], "y").Return("y");
        Assert.Contains("one frame", Refusal(model, ErrorKind.Data, new SessionOptions { Streaming = true, TimeAxis = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOpenAxisOfTimeTakesStepsOfAnyLength()
    {
        Model model = new OnnxModel("open").OpenInput("x", "batch", "time", 3).Weight("w", 1, 12, 3).Weight("r", 1, 12, 4).Ints("one", 1)
            .Node("Transpose", ["x"], "t", ("perm", new[] { 1, 0, 2 }))
            .Node("GRU", ["t", "w", "r"], "y,hn", ("hidden_size", 4))
            .Node("Squeeze", ["y", "one"], "s").Node("Transpose", ["s"], "z", ("perm", new[] { 1, 0, 2 })).Return("z");
        using Session session = new(model, new SessionOptions { Streaming = true, StepFrames = 5 });
        Assert.Equal(new Shape(1, 5, 3), session.Inputs[0].Shape);
        Assert.Equal(new Shape(1, 5, 4), session.Outputs[0].Shape);
        Assert.Throws<EdgeException>(() => session.Step(new float[3]));
    }

    private static string Refusal(Model model, ErrorKind kind, SessionOptions? options = null)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => new Session(model, options ?? new SessionOptions { Streaming = true }));
        Assert.Equal(kind, error.Kind);
        return error.Message;
    }
}
