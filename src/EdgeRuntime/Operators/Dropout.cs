using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Inverted dropout: an element is 0 with probability <paramref name="Ratio"/>, else divided by 1 - Ratio. Whether it drops is a pure
/// function of the seed, the stream, the number of the training step or run (input 1) and its place, so that the gradient is the same
/// operator and keeps no mask.
/// </summary>
/// <param name="Ratio">In [0, 1).</param>
/// <param name="Seed">The user's seed.</param>
/// <param name="Stream">Tells this node's numbers from those of others.</param>
/// <param name="WithMask">Whether output 1 tells what was kept, as bools.</param>
internal sealed record Dropout(float Ratio, ulong Seed, uint Stream, bool WithMask = false) : Operator
{
    /// <summary>
    /// ONNX Dropout 1, 6, 7, 10 (inference), 12, 13, 22 and newer (input <c>training_mode</c>); drops in training and where the model
    /// says so.
    /// </summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        float ratio = node.Opset < 12 ? node.Float("ratio", 0.5f) : node.OptionalConstantFloat(1) ?? 0.5f;
        bool trains = node.Training || (node.Opset >= 12 && node.OptionalConstant(2) is { } mode && mode.ToInt64() is [not 0]);
        ulong seed = node.HasAttribute("seed") ? (ulong)node.Long("seed", 0) : node.Seed;
        node.Ignore("is_test", "consumed_inputs");
        if (!(ratio >= 0 && ratio < 1))
            Throw.Data($"{node.Path}: a ratio of {ratio}: expected 0 or more and less than 1.");
        if (trains && ratio > 0)
        {
            node.Return(node.EmitAll(new Dropout(ratio, seed, node.Stream, node.Wants(1)), x, node.StepCounter));
            return;
        }

        // Before version 10 the mask has the type of the data.
        ElementType maskType = node.Opset < 10 ? x.Type : ElementType.Bool;
        if (node.Wants(1))
            node.Return(x, node.Emit(new Expand(x.Shape), node.Emit(new Cast(maskType), node.Scalar(1))));
        else
            node.Return(x);
    }

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int64;

    public override bool IsRandom => true;

    public override void Infer(Node node)
    {
        if (node.Type(0) != ElementType.Float32 || node.Type(1) != ElementType.Int64 || node.Shape(1).Count != 1)
            node.Fail($"{node.Input(0)} must be 32-bit floats, and {node.Input(1)} the number of the step.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
        if (WithMask)
            node.AddOutput(ElementType.Bool, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => output == 0 ? Sharing.InPlace(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new DropoutStep(
        this, steps.Pointer<long>(node.Input(1)), steps.Floats(node.Input(0)), steps.Floats(node.Output),
        WithMask ? steps.Bytes(node.Outputs[1]) : null, node.Shape(0).Count));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this with { WithMask = false }, dy, node.Input(1)));
    }
}
