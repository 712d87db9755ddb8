using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// Output y of a <see cref="ChannelNormalization"/> once more, from statistics that are known: inputs x, scale, bias, mean, variance. The
/// same bits for a third of the work.
/// </summary>
internal sealed record ChannelNormalizationAgain(ChannelNormalization Forward) : Operator
{
    public override void Infer(Node node)
    {
        ChannelRows rows = Forward.Rows(node.Shape(0));
        Shape statistics = new(rows.Outer * rows.Groups);
        if (node.Shape(3) != statistics || node.Shape(4) != statistics)
            node.Fail($"mean {node.Input(3)} and variance {node.Input(4)} must have the shape {statistics}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override void Reserve(Node node, Reservation memory) => Forward.Reserve(node, memory);

    public override void Compile(Node node, StepBuilder steps)
    {
        ChannelNormalizationArgs args = Forward.Arguments(node, steps, node.Input(3), node.Input(4));
        steps.Add(Factors(args));
        steps.AddAcross(args.Rows.Channels, new ChannelNormalization.ApplyMaker(args));
    }

    private static unsafe KernelStep<ChannelNormalizationArgs> Factors(ChannelNormalizationArgs args) =>
        new(args, &ChannelNormalizationF32.Factors, args.Rows.Outer, (long)args.Rows.Outer * args.Rows.Channels);
}
