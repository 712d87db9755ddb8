using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements converted to another type; floats to integers truncate toward zero, anything but zero is true.</summary>
/// <param name="To">The type of the output.</param>
internal sealed record Cast(ElementType To) : Operator
{
    /// <summary>ONNX Cast 1 (the type as a word), 6, 9, 13, 19 and newer; <c>saturate</c> and <c>round_mode</c> speak of 8-bit floats alone.</summary>
    public static void Import(ImportNode node)
    {
        node.Ignore("saturate", "round_mode");
        int number = node.Opset < 6 ? OnnxElementType.NumberOf(node.String("to", "")) : node.Int("to", 0);
        if (OnnxElementType.Find(number) is not { } to)
            node.Refuse($"elements of type {OnnxElementType.NameOf(number)} are not supported");
        else
            node.Return(Convert(node, node.Input(0), node.Training && to == ElementType.Float16 ? ElementType.Float32 : to));
    }

    /// <summary>ONNX CastLike 15, 19 and newer: the type is that of the second input.</summary>
    public static void ImportLike(ImportNode node)
    {
        node.Ignore("saturate", "round_mode");
        node.Return(Convert(node, node.Input(0), node.Input(1).Type));
    }

    /// <summary>The value itself where it has the type already.</summary>
    public static Value Convert(ImportNode node, Value value, ElementType to) => value.Type == to ? value : node.Emit(new Cast(to), value);

    public override bool Takes(ElementType type) => true;

    public override bool IsElementwise => true;

    public override void Infer(Node node) => node.AddOutput(To, node.Shape(0));

    public override Sharing Shares(Node node, int output) => node.Type(0) == To ? Sharing.View(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Type(0) == To)
            CopyStep.AddUnlessShared(steps, node.Input(0), node.Output);
        else
            steps.Add(CastSteps.Make(node.Type(0), To, steps.Bytes(node.Input(0)), steps.Bytes(node.Output), node.Shape(0).Count));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (To.IsFloat() && gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new Cast(node.Type(0)), dy));
    }
}
