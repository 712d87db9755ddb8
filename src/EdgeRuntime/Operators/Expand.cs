using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Axes of length 1 repeated, by the rules of numpy's broadcasting.</summary>
/// <param name="Target">The shape of the output; the input broadcasts to it.</param>
internal sealed record Expand(Shape Target) : Operator
{
    /// <summary>ONNX Expand 8, 13 and newer: input and shape broadcast each other.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        Shape wanted = new(node.ConstantInts(1));
        if (Shape.Broadcast(x.Shape, wanted) is not { } target)
        {
            Throw.Shape($"{node.Path}: {x} does not broadcast to {wanted}.");
            return;
        }

        node.Return(target == x.Shape ? x : node.Emit(new Expand(target), x));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (Shape.Broadcast(node.Shape(0), Target) != Target)
            node.Fail($"{node.Input(0)} does not broadcast to {Target}.");
        node.AddOutput(node.Type(0), Target);
    }

    public override Sharing Shares(Node node, int output) => node.Shape(0).Count == Target.Count ? Sharing.View(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value x = node.Input(0), y = node.Output;
        if (x.Shape.Count == Target.Count)
            CopyStep.AddUnlessShared(steps, x, y);
        else
            steps.Add(new MoveStep(steps.Bytes(x), steps.Bytes(y), Target.Dims, BroadcastStrides(x.Shape, Target), Target.Strides(), x.Type.Size()));
    }

    public override void ByFrames(Node node, StreamBuilder stream)
    {
        (Frames frames, int axis) = stream.Along(node, 0);
        axis += Target.Rank - node.Shape(0).Rank;
        stream.Return(node.Output, stream.Emit(new Expand(Target.With(axis, frames.Step)), stream.Step(node.Input(0))), frames.At(Target, axis));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), Reduce.ToShape(gradient, dy, node.Shape(0)));
    }

    /// <summary>
    /// Elements of a tensor of shape <paramref name="source"/> from one index of <paramref name="target"/> to the next: 0 where it repeats.
    /// </summary>
    public static int[] BroadcastStrides(Shape source, Shape target)
    {
        int[] strides = new int[target.Rank];
        int[] own = source.Strides();
        int missing = target.Rank - source.Rank;
        for (int i = 0; i < own.Length; i++)
            strides[missing + i] = source[i] == 1 ? 0 : own[i];
        return strides;
    }
}
