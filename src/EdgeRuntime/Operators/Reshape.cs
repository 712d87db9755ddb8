using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The same elements under another shape: always a view.</summary>
/// <param name="Target">The shape of the output, with as many elements as the input has.</param>
internal sealed record Reshape(Shape Target) : Operator
{
    /// <summary>ONNX Reshape 5, 13, 14, 19 and newer: the target shape is an input that must be constant.</summary>
    public static void Import(ImportNode node)
    {
        Shape source = node.Input(0).Shape;
        int[] wanted = node.Opset < 5 ? node.Ints("shape") ?? [] : node.ConstantInts(1);
        bool zeroIsZero = node.Flag("allowzero", false);
        node.Return(node.Reshape(node.Input(0), Resolve(node, source, wanted, zeroIsZero)));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0).Count != Target.Count)
            node.Fail($"{node.Input(0)} has {node.Shape(0).Count} elements, the new shape {Target} has {Target.Count}.");
        node.AddOutput(node.Type(0), Target);
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override void Compile(Node node, StepBuilder steps) => CopyStep.AddUnlessShared(steps, node.Input(0), node.Output);

    /// <summary>The order of elements stays, and with it the distance from a frame to the next.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        Frames frames = stream.Of(node.Input(0))!.Value;
        if (frames.Find(Target).Axis < 0)
            stream.Refuse($"puts the frames of {node.Input(0)} into several axes of {Target}");
        stream.Return(node.Output, stream.Emit(new Reshape(frames.StepShape(Target)), stream.Step(node.Input(0))), frames);
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new Reshape(node.Shape(0)), dy));
    }

    private static Shape Resolve(ImportNode node, Shape source, int[] wanted, bool zeroIsZero)
    {
        int[] dims = [.. wanted];
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] == 0 && !zeroIsZero)
            {
                if (i >= source.Rank)
                    Throw.Shape($"{node.Path}: axis {i} is to be copied from the input, but {source} has only {source.Rank} axes.");
                dims[i] = source[i];
            }

            if (dims[i] < -1 || (dims[i] == -1 && open >= 0))
                Throw.Shape($"{node.Path}: shape [{string.Join(", ", wanted)}] may hold one -1 and no other negative length.");
            if (dims[i] == -1)
                open = i;
            else
                known *= dims[i];
        }

        if (open >= 0)
        {
            if (known == 0 ? source.Count != 0 : source.Count % known != 0)
                Throw.Shape($"{node.Path}: {source.Count} elements of {source} do not fill shape [{string.Join(", ", wanted)}].");
            dims[open] = known == 0 ? 0 : (int)(source.Count / known);
        }

        return new Shape(dims);
    }
}
