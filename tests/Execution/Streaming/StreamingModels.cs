using EdgeRuntime;
using Tests.Support;

namespace Tests.Execution.Streaming;

/// <summary>Small networks over sequences, as exporters write them.</summary>
internal static class StreamingModels
{
    /// <summary>[1, T, 5] through a GRU, a layer normalization and a dense layer for each frame.</summary>
    public static Model Gru(int time, string direction = "forward")
    {
        int directions = direction == "bidirectional" ? 2 : 1;
        return new OnnxModel("gru").Input("x", 1, time, 5)
            .Weight("w", directions, 24, 5).Weight("r", directions, 24, 8).Weight("b", directions, 48).Weight("g", 8 * directions).Weight("d", 8 * directions, 3)
            .Ints("shape", 1, time, 8 * directions)
            .Node("Transpose", ["x"], "xt", ("perm", new[] { 1, 0, 2 }))
            .Node("GRU", ["xt", "w", "r", "b"], "y,h", ("hidden_size", 8), ("linear_before_reset", 1), ("direction", direction))
            .Node("Transpose", ["y"], "yt", ("perm", new[] { 2, 0, 1, 3 }))
            .Node("Reshape", ["yt", "shape"], "flat")
            .Node("LayerNormalization", ["flat", "g"], "norm", ("axis", -1))
            .Node("MatMul", ["norm", "d"], "z").Return("z");
    }

    /// <summary>[T, 2, 4] through two LSTMs, the first of which starts from a state that is not zero.</summary>
    public static Model LstmStack(int time) => new OnnxModel("lstm").Input("x", time, 2, 4)
        .Weight("w", 1, 24, 4).Weight("r", 1, 24, 6).Weight("b", 1, 48).Weight("w2", 1, 24, 6).Weight("h", 1, 2, 6).Weight("c", 1, 2, 6).Ints("one", 1)
        .Node("LSTM", ["x", "w", "r", "b", "", "h", "c"], "y,hn,cn", ("hidden_size", 6))
        .Node("Squeeze", ["y", "one"], "s")
        .Node("LSTM", ["s", "w2", "r", "b"], "y2,hn2", ("hidden_size", 6))
        .Node("Squeeze", ["y2", "one"], "z").Return("z");

    /// <summary>[1, 6, T] through dilated convolutions that are padded on the left, with residuals and a normalization over channels.</summary>
    public static Model Tcn(int time) => new OnnxModel("tcn").Input("x", 1, 6, time)
        .Weight("w1", 6, 6, 3).Weight("b1", 6).Weight("w2", 6, 6, 3).Weight("m", 6).Weight("s", 6).Constant("v", Tensor.Of<float>(new Shape(6), [1, 2, 3, 1, 2, 3]))
        .Ints("pads", 0, 0, 4, 0, 0, 0)
        .Node("Conv", ["x", "w1", "b1"], "c1", ("pads", new[] { 2, 0 }), ("kernel_shape", new[] { 3 }))
        .Node("BatchNormalization", ["c1", "m", "s", "m", "v"], "n1")
        .Node("Relu", ["n1"], "r1")
        .Node("Pad", ["r1", "pads"], "p2")
        .Node("Conv", ["p2", "w2"], "c2", ("dilations", new[] { 2 }))
        .Node("Add", ["c2", "x"], "sum")
        .Node("Tanh", ["sum"], "z").Return("z");

    /// <summary>[1, 4, T] through a convolution that is padded on both sides and a slice that cuts off what looked ahead.</summary>
    public static Model Chomp(int time) => new OnnxModel("chomp").Input("x", 1, 4, time)
        .Weight("w", 5, 4, 3).Ints("zero", 0).Ints("end", -6).Ints("axis", 2)
        .Node("Conv", ["x", "w"], "c", ("pads", new[] { 6, 6 }), ("dilations", new[] { 3 }))
        .Node("Slice", ["c", "zero", "end", "axis"], "cut")
        .Node("Relu", ["cut"], "z").Return("z");

    /// <summary>[1, 4, T] through a depthwise and a pointwise convolution.</summary>
    public static Model Depthwise(int time) => new OnnxModel("depthwise").Input("x", 1, 4, time)
        .Weight("w", 4, 1, 5).Weight("p", 7, 4, 1).Weight("b", 7)
        .Node("Conv", ["x", "w"], "c", ("group", 4), ("pads", new[] { 4, 0 }))
        .Node("Clip", ["c"], "k")
        .Node("Conv", ["k", "p", "b"], "z").Return("z");

    /// <summary>[1, 3, T]: a convolution of stride 2 on a causal one, and the maximum of each pair before them.</summary>
    public static Model Strided(int time) => new OnnxModel("strided").Input("x", 1, 3, time)
        .Weight("w", 5, 3, 3).Weight("v", 4, 5, 4)
        .Node("Conv", ["x", "w"], "c", ("pads", new[] { 2, 0 }))
        .Node("Conv", ["c", "v"], "z", ("pads", new[] { 2, 0 }), ("strides", new[] { 2 })).Return("z");

    /// <summary>[1, 2, T, 5]: pictures whose rows are frames, with an ordinary window over the other axis, flattened for a dense layer.</summary>
    public static Model Planes(int time) => new OnnxModel("planes").Input("x", 1, 2, time, 5)
        .Weight("w", 3, 2, 4, 3)
        .Node("Conv", ["x", "w"], "c", ("pads", new[] { 3, 1, 0, 1 }))
        .Node("Softmax", ["c"], "z", ("axis", -1)).Return("z");

    /// <summary>[1, T, 6]: frames that become rows of a matrix, pairs of which are averaged by a pool.</summary>
    public static Model FramesByRows(int time) => new OnnxModel("rows").Input("x", 1, time, 6)
        .Weight("d", 4, 6).Weight("w", 4, 4, 2).Ints("rows", time, 6).Ints("back", 1, time, 4)
        .Node("Reshape", ["x", "rows"], "r")
        .Node("Gemm", ["r", "d"], "g", ("transB", 1))
        .Node("Reshape", ["g", "back"], "s")
        .Node("Transpose", ["s"], "t", ("perm", new[] { 0, 2, 1 }))
        .Node("Conv", ["t", "w"], "c", ("pads", new[] { 1, 0 }))
        .Node("Transpose", ["c"], "z", ("perm", new[] { 0, 2, 1 })).Return("z");
}
