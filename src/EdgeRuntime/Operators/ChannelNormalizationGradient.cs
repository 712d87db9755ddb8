using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="ChannelNormalization"/>: from x, scale, mean, variance, dy, dmean, dvariance (both may be left out) and bias to dx, dscale and dbias.</summary>
/// <param name="Forward">The normalization.</param>
internal sealed record ChannelNormalizationGradient(ChannelNormalization Forward) : Operator
{
    public override void Infer(Node node)
    {
        ChannelRows rows = Forward.Rows(node.Shape(0));
        Shape channels = new(rows.Channels), statistics = new(rows.Outer * rows.Groups);
        if (node.Shape(1) != channels || node.Shape(2) != statistics || node.Shape(3) != statistics || node.Shape(4) != node.Shape(0))
            node.Fail($"scale {node.Shape(1)}, mean {node.Shape(2)}, variance {node.Shape(3)} and dy {node.Shape(4)} do not belong to {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
        node.AddOutput(ElementType.Float32, channels);
        node.AddOutput(ElementType.Float32, channels);
    }

    public override Sharing Shares(Node node, int output) => output == 0 ? Sharing.InPlace(4) : Sharing.None;

    public override void Reserve(Node node, Reservation memory)
    {
        ChannelRows rows = Forward.Rows(node.Shape(0));
        memory.Scratch(6L * rows.Outer * rows.Channels * sizeof(float));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        ChannelNormalizationGradientArgs args = new()
        {
            Rows = Forward.Rows(node.Shape(0)),
            Epsilon = Forward.Epsilon,
            X = steps.Floats(node.Input(0)),
            Low = Forward.Bounds.Low,
            High = Forward.Bounds.High,
            Bias = steps.Floats(node.Input(7)),
            Scale = steps.Floats(node.Input(1)),
            Mean = steps.Floats(node.Input(2)),
            Variance = steps.Floats(node.Input(3)),
            Dy = steps.Floats(node.Input(4)),
            Dmean = steps.OptionalFloats(node.Optional(5)),
            Dvariance = steps.OptionalFloats(node.Optional(6)),
            Dx = steps.Floats(node.Outputs[0]),
            Dscale = steps.Floats(node.Outputs[1]),
            Dbias = steps.Floats(node.Outputs[2]),
            Scratch = (float*)steps.Scratch,
        };
        steps.AddAcross(args.Rows.Channels, new SumsMaker(args, Forward.Bounds != Bounds.None));
        steps.Add(new KernelStep<ChannelNormalizationGradientArgs>(
            args, &ChannelNormalizationGradientF32.Parameters, args.Rows.Channels, (long)args.Rows.Outer * args.Rows.Channels));
        steps.AddAcross(args.Rows.Channels, new ApplyMaker(args, Forward.Bounds != Bounds.None));
    }

    private readonly unsafe struct SumsMaker(ChannelNormalizationGradientArgs args, bool clamped) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            delegate*<in ChannelNormalizationGradientArgs, int, int, void> kernel = clamped
                ? &ChannelNormalizationGradientF32.Sums<S, V, Clamped>
                : &ChannelNormalizationGradientF32.Sums<S, V, Unclamped>;
            return new KernelStep<ChannelNormalizationGradientArgs>(
                args, kernel, args.Rows.Outer * args.Rows.Blocks, 2 * args.Rows.Count);
        }
    }

    private readonly unsafe struct ApplyMaker(ChannelNormalizationGradientArgs args, bool clamped) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            delegate*<in ChannelNormalizationGradientArgs, int, int, void> kernel = clamped
                ? &ChannelNormalizationGradientF32.Apply<S, V, Clamped>
                : &ChannelNormalizationGradientF32.Apply<S, V, Unclamped>;
            return new KernelStep<ChannelNormalizationGradientArgs>(
                args, kernel, args.Rows.Outer * args.Rows.Chunks, args.Rows.Count);
        }
    }
}
