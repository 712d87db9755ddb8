using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Tensors behind each other along one axis; where all axes before it have length 1, inputs are written there at once.</summary>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record Concat(int Axis) : Operator
{
    /// <summary>ONNX Concat 1 (axis 1 by default), 4, 11, 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value first = node.Input(0);
        Value[] inputs = new Value[node.InputCount];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = node.Input(i);
        int axis = node.Axis(node.Int("axis", 1), first.Shape.Rank);
        node.Return(inputs.Length == 1 ? first : node.Emit(new Concat(axis), inputs));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape first = node.Shape(0);
        if (Axis < 0 || Axis >= first.Rank)
            node.Fail($"axis {Axis} is not one of the {first.Rank} axes of {node.Input(0)}.");
        long length = 0;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            Shape shape = node.Shape(i);
            if (shape.Rank != first.Rank || shape.With(Axis, first[Axis]) != first || node.Type(i) != node.Type(0))
                node.Fail($"input {i} is {node.Input(i)}, expected {node.Type(0)}{first} save for the length of axis {Axis}.");
            length += shape[Axis];
        }

        if (length > int.MaxValue)
            node.Fail($"{length} elements along axis {Axis}: at most 2^31 - 1 are supported.");
        node.AddOutput(node.Type(0), first.With(Axis, (int)length));
    }

    public override long PlaceOfInput(Node node, int input) =>
        node.Shape(0).Product(0, Axis) == 1 ? Offset(node, input) * node.Type(0).Size() : -1;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int size = node.Type(0).Size();
        int[] strides = node.Output.Shape.Strides();
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            Value input = node.Input(i);
            byte* target = steps.Bytes(node.Output) + (Offset(node, i) * size);
            if (steps.Bytes(input) != target && input.Bytes > 0)
                steps.Add(new MoveStep(steps.Bytes(input), target, input.Shape.Dims, input.Shape.Strides(), strides, size));
        }
    }

    public override void ByFrames(Node node, StreamBuilder stream)
    {
        (Frames frames, int axis) = stream.Along(node, 0);
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            (Frames other, int place) = stream.Along(node, i);
            if (place != axis || other.Step != frames.Step || other.Length != frames.Length)
                stream.Refuse("joins sequences whose frames do not go together");
        }

        if (axis == Axis)
            stream.Refuse("puts sequences behind each other in time");
        Value y = stream.Emit(this, System.Array.ConvertAll(node.Inputs, value => stream.Step(value)));
        stream.Return(node.Output, y, frames.At(node.Output.Shape, axis));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dy)
            return;
        int start = 0;
        foreach (Value? input in node.Inputs)
        {
            if (gradient.Needs(input))
                gradient.Add(input!, gradient.Emit(Slice.Of(dy.Shape, Axis, start, input!.Shape[Axis]), dy));
            start += input!.Shape[Axis];
        }
    }

    // Elements from the start of the output to the first of an input.
    private long Offset(Node node, int input)
    {
        int before = 0;
        for (int i = 0; i < input; i++)
            before += node.Shape(i)[Axis];
        return (long)before * node.Shape(0).Product(Axis + 1, node.Shape(0).Rank);
    }
}
