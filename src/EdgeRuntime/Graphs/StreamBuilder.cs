using System;
using System.Diagnostics.CodeAnalysis;

namespace EdgeRuntime.Graphs;

/// <summary>
/// What an operator's streaming rule sees: a node of the graph that computes a whole sequence comes in, the node that does the same for the
/// few frames of one step goes out, with variables for what it must remember.
/// </summary>
internal abstract class StreamBuilder
{
    /// <summary>The frames of a value of the whole graph; null where it has none: a constant, or what is known after the newest frame only.</summary>
    public abstract Frames? Of(Value? whole);

    /// <summary>The value of the streaming graph that stands for one of the whole graph.</summary>
    [return: NotNullIfNotNull(nameof(whole))]
    public abstract Value? Step(Value? whole);

    /// <summary>An input of the session that a value of the whole graph depends on; null where it depends on constants and states alone.</summary>
    public abstract Value? InputOf(Value whole);

    /// <summary>Says what stands for an output of the whole graph's node, and where its frames lie; null for a value of the newest frame.</summary>
    public abstract void Return(Value whole, Value step, Frames? frames);

    /// <summary>Appends a node to the streaming graph.</summary>
    public abstract Value[] EmitAll(Operator op, params Value?[] inputs);

    /// <summary>A new state of the session; zeros at first where <paramref name="initial"/> is null.</summary>
    public abstract Value State(string name, Shape shape, Tensor? initial = null);

    /// <summary>Makes a value what a state holds in the next step.</summary>
    public abstract void Keep(Value state, Value next);

    /// <summary>Says why the node cannot be computed frame by frame.</summary>
    [DoesNotReturn]
    public void Refuse(string reason) => throw new EdgeException(ErrorKind.Unsupported, reason);

    public Value Emit(Operator op, params Value?[] inputs) => EmitAll(op, inputs)[0];

    /// <summary>The frames of an input that must have them, one by one along an axis, and that axis.</summary>
    public (Frames Frames, int Axis) Along(Node node, int input)
    {
        if (Of(node.Input(input)) is not { } frames)
        {
            Refuse($"takes {node.Input(input)} as one frame and others as sequences");
            return default;
        }

        int axis = frames.AxisOf(node.Shape(input));
        if (axis < 0)
            Refuse($"reads {node.Input(input)} with the frames in an axis that they share with other elements");
        if (frames.IsPadded)
            Refuse($"reads {node.Input(input)} with its padding in time: only a convolution, or a slice that cuts it off, may do that");
        return (frames, axis);
    }

    /// <summary>The same operator frame by frame: input 0 alone has frames, and outputs have them in the same axis.</summary>
    /// <param name="node">A node of the whole graph.</param>
    /// <param name="op">What stands for its operator; null for the same.</param>
    public void Pass(Node node, Operator? op = null)
    {
        if (Of(node.Input(0)) is not { } frames)
        {
            Refuse("takes one frame together with whole sequences");
            return;
        }

        for (int i = 1; i < node.Inputs.Length; i++)
        {
            if (Of(node.Inputs[i]) is not null)
                Refuse($"takes sequences as input {i} too");
        }

        if (frames.IsPadded)
            Along(node, 0);
        (int axis, int each) = frames.Find(node.Shape(0));
        Value[] outputs = EmitAll(op ?? node.Operator, Array.ConvertAll(node.Inputs, value => Step(value)));
        for (int i = 0; i < outputs.Length; i++)
            Return(node.Outputs[i], outputs[i], frames.At(node.Outputs[i].Shape, axis, each));
    }

    /// <summary>As <see cref="Pass"/> for an operator that mixes the elements of some axes: none of them may hold the frames.</summary>
    /// <param name="node">A node of the whole graph.</param>
    /// <param name="mixes">Whether an axis of input 0 is mixed.</param>
    /// <param name="how">What it does over them, as in "averages".</param>
    public void PassUnless(Node node, Func<int, bool> mixes, string how)
    {
        if (Of(node.Input(0)) is { } frames && mixes(frames.Find(node.Shape(0)).Axis))
            Refuse($"{how} over all time");
        Pass(node);
    }
}
