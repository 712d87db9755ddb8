using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of <see cref="Attention"/>: from its five inputs and dy to dq, dk and dv (one tensor where they are packed), and the
/// scores' gradient [batch, heads, queries, keys] where that of the mask is asked for. The probabilities are computed again: keeping them would take a matrix for each head.
/// </summary>
/// <param name="Forward">The attention.</param>
/// <param name="NeedsMask">Whether the last output is asked for.</param>
internal sealed record AttentionGradient(Attention Forward, bool NeedsMask) : Operator
{
    public override bool Takes(ElementType type) => Forward.Takes(type);

    public override void Infer(Node node)
    {
        Node forward = ForwardOf(node);
        if (node.Shape(5) != forward.Output.Shape)
            node.Fail($"dy {node.Shape(5)} must have the shape of y, {forward.Output.Shape}.");
        for (int i = 0; i < (Forward.PackedKeyHeads > 0 ? 1 : 3); i++)
            node.AddOutput(ElementType.Float32, node.Shape(i));
        if (NeedsMask)
            node.AddOutput(ElementType.Float32, forward.Outputs[1].Shape);
    }

    // Five products instead of two, and the scores once more.
    public override long Macs(Node node) => 5 * Forward.Macs(node) / 2;

    public override void Reserve(Node node, Reservation memory) => memory.WorkerScratch(AttentionScratch.Bytes(Forward.Bind(ForwardOf(node)), gradient: true));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Shape(5).Count == 0)
        {
            foreach (Value output in node.Outputs)
                steps.Add(new ZeroStep(steps.Bytes(output), output.Bytes));
            return;
        }

        AttentionArgs args = Forward.Bind(ForwardOf(node));
        Forward.BindInputs(node, steps, ref args);
        bool packed = Forward.PackedKeyHeads > 0;
        args.Y = steps.Floats(node.Input(5));
        args.DQ = steps.Floats(node.Output);
        args.DK = steps.Floats(node.Outputs[packed ? 0 : 1]) + Forward.KeyOffset(args);
        args.DV = steps.Floats(node.Outputs[packed ? 0 : 2]) + Forward.ValueOffset(args);
        if (NeedsMask)
            args.Scores = steps.Floats(node.Outputs[^1]);
        steps.Add(new AttentionMaker(args, gradient: true, Macs(node), steps));
    }

    /// <summary>A node of the forward operator on the same inputs: shapes and strides are its matter.</summary>
    private Node ForwardOf(Node node) => new(node.Name, Forward with { ScoresAfter = 0 }, node.Inputs[..5]);
}
