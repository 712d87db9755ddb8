using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>y = (x - mean) / sqrt(variance + epsilon) * scale + bias</c>, clamped, over x [N, ..., C] with scale and bias [C]; outputs y, mean
/// and variance (of the population). The training form of batch normalization, and instance and group normalization.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Group">Neighbouring channels that share their statistics.</param>
/// <param name="AcrossBatch">Whether statistics are taken over the batch too, not of each sample alone.</param>
internal sealed record ChannelNormalization(float Epsilon, int Group, bool AcrossBatch) : Operator
{
    /// <summary>The clamp of y: that of a Relu or Clip behind it.</summary>
    public Bounds Bounds { get; init; } = Bounds.None;

    public override Operator Again => new ChannelNormalizationAgain(this);

    public ChannelRows Rows(Shape x)
    {
        int outer = AcrossBatch ? 1 : x[0];
        return new ChannelRows(outer, x.Product(AcrossBatch ? 0 : 1, x.Rank - 1), x[^1], Group);
    }

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        if (x.Rank < 2 || x.Count == 0 || Group < 1 || x[^1] % Group != 0)
            node.Fail($"{node.Input(0)} does not have channels in groups of {Group}, or no elements.");
        Shape channels = new(x[^1]);
        if (node.Shape(1) != channels || node.Shape(2) != channels)
            node.Fail($"scale {node.Shape(1)} and bias {node.Shape(2)} must have one element for each channel of {node.Input(0)}.");
        ChannelRows rows = Rows(x);
        Shape statistics = new(rows.Outer * rows.Groups);
        node.AddOutput(ElementType.Float32, x);
        node.AddOutput(ElementType.Float32, statistics);
        node.AddOutput(ElementType.Float32, statistics);
    }

    public override Sharing Shares(Node node, int output) => output == 0 ? Sharing.InPlace(0) : Sharing.None;

    public override void Reserve(Node node, Reservation memory)
    {
        ChannelRows rows = Rows(node.Shape(0));
        memory.Scratch(2L * rows.Outer * rows.Channels * sizeof(float));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        ChannelNormalizationArgs args = Arguments(node, steps, node.Outputs[1], node.Outputs[2]);
        steps.AddAcross(args.Rows.Channels, new StatisticsMaker(args));
        steps.AddAcross(args.Rows.Channels, new ApplyMaker(args));
    }

    public unsafe ChannelNormalizationArgs Arguments(Node node, StepBuilder steps, Value mean, Value variance) => new()
    {
        Rows = Rows(node.Shape(0)),
        Epsilon = Epsilon,
        Low = Bounds.Low,
        High = Bounds.High,
        X = steps.Floats(node.Input(0)),
        Scale = steps.Floats(node.Input(1)),
        Bias = steps.Floats(node.Input(2)),
        Y = steps.Floats(node.Output),
        Mean = steps.Floats(mean),
        Variance = steps.Floats(variance),
        Scratch = (float*)steps.Scratch,
    };

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value dy = gradient.Of(node.Output) ?? gradient.Constant(new Tensor(ElementType.Float32, node.Shape(0)));
        Value[] gradients = gradient.EmitAll(
            new ChannelNormalizationGradient(this), node.Input(0), node.Input(1), node.Outputs[1], node.Outputs[2], dy,
            gradient.Of(node.Outputs[1]), gradient.Of(node.Outputs[2]), node.Input(2));
        for (int i = 0; i < 3; i++)
        {
            if (gradient.Needs(node.Input(i)))
                gradient.Add(node.Input(i), gradients[i]);
        }
    }

    private readonly unsafe struct StatisticsMaker(ChannelNormalizationArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new KernelStep<ChannelNormalizationArgs>(
                args, &ChannelNormalizationF32.Statistics<S, V>, args.Rows.Outer * args.Rows.Blocks, 2 * args.Rows.Count);
    }

    public readonly unsafe struct ApplyMaker(ChannelNormalizationArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new KernelStep<ChannelNormalizationArgs>(
                args, &ChannelNormalizationF32.Apply<S, V>, args.Rows.Outer * args.Rows.Chunks, args.Rows.Count);
    }
}
