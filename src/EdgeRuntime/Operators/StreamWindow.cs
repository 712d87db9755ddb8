using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>How the window of a convolution or pool over x [N, ..., C] slides over the frames of a stream.</summary>
/// <remarks>
/// Output j reads the input's times <c>j S - Past</c> to <c>j S + Ahead</c> with <c>Past = padding before</c> and
/// <c>Past + Ahead = (K - 1) D</c>. It can be computed with the S frames that make it where Ahead is 0 to S - 1; the Past frames before
/// them are kept.
/// </remarks>
internal static class StreamWindow
{
    /// <summary>Emits a convolution that reads the frames it needs of earlier steps from a state.</summary>
    public static void Convolve(Node node, StreamBuilder stream, Window window, Func<Window, Operator> make) =>
        Emit(node, stream, window, make, remembers: true);

    /// <summary>Emits a pool, whose windows must lie within the frames of a step.</summary>
    public static void Pool(Node node, StreamBuilder stream, Window window, Func<Window, Operator> make) =>
        Emit(node, stream, window, make, remembers: false);

    private static void Emit(Node node, StreamBuilder stream, Window window, Func<Window, Operator> make, bool remembers)
    {
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            if (stream.Of(node.Inputs[i]) is not null)
                stream.Refuse($"takes sequences as input {i} too");
        }

        Shape x = node.Shape(0);
        if (stream.Of(node.Input(0)) is not { } frames)
        {
            stream.Refuse("takes one frame together with whole sequences");
            return;
        }

        int axis = frames.AxisOf(x), spatial = axis - 1;
        if (axis == 0)
        {
            stream.Pass(node);
            return;
        }

        if (axis < 0 || axis == x.Rank - 1)
            stream.Refuse("mixes all frames as its channels");
        Frames result = Follow(node, stream, window, frames, spatial);
        int past = frames.Lead + window.Begin[spatial];
        if (past > 0 && !remembers)
            stream.Refuse("pools over frames of earlier steps");
        Value input = stream.Step(node.Input(0))!;
        if (past > 0)
        {
            Value state = stream.State($"{node.Name} past", input.Shape.With(axis, past + frames.Step));
            input = stream.Emit(new SlideFrames(axis), state, input);
        }

        Value?[] operands = Array.ConvertAll(node.Inputs, value => stream.Step(value));
        operands[0] = input;
        Window valid = window with { Begin = window.Begin.With(spatial, 0), End = window.End.With(spatial, 0) };
        Value[] outputs = stream.EmitAll(make(valid), operands);
        for (int i = 0; i < outputs.Length; i++)
            stream.Return(node.Outputs[i], outputs[i], result.At(node.Outputs[i].Shape, axis));
    }

    private static Frames Follow(Node node, StreamBuilder stream, Window window, Frames frames, int spatial)
    {
        int stride = window.Strides[spatial], past = frames.Lead + window.Begin[spatial];
        int ahead = window.Extent(spatial) - 1 - past;
        if (frames.Lead + frames.Valid == frames.Length && window.Extent(spatial) >= frames.Length && ahead > 0)
            stream.Refuse("looks over all time");
        if (ahead >= stride)
            stream.Refuse($"looks {ahead - stride + 1} frames ahead: pad the axis of time on the left alone, by {window.Extent(spatial) - 1}");
        if (ahead < 0)
            stream.Refuse($"is padded by {-ahead} frames more than its window of {window.Extent(spatial)} reads");
        if (window.Ceiling || frames.Step % stride != 0)
            stream.Refuse($"makes one frame of {stride}: a step must have a multiple of {stride} frames, it has {frames.Step} (SessionOptions.StepFrames)");
        int length = node.Output.Shape[spatial + 1];
        return frames with { Length = length, Step = frames.Step / stride, Lead = 0, Valid = Math.Min(length, ((frames.Valid - 1 - ahead) / stride) + 1) };
    }
}
