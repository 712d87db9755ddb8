using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// A convolution (or none), a depthwise and a pointwise one as one node: a separable convolution, or an inverted bottleneck. Inputs: x,
/// then weights and bias of each, then a residual of y's shape; the weights are constants. Made by a pass; what lies between the three takes
/// a few rows of scratch instead of tensors.
/// </summary>
/// <param name="Expand">The first one, or null; then its weights and bias are left out.</param>
/// <param name="Depthwise">The depthwise one.</param>
/// <param name="Project">The pointwise one.</param>
internal sealed record SeparableConv(Conv? Expand, Conv Depthwise, Conv Project) : Operator
{
    /// <summary>Whether a depthwise convolution can run in strips.</summary>
    public static bool Takes(Node depthwise) => SeparableF32.Takes(((Conv)depthwise.Operator).ShapeOf(depthwise));

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, Stages(node)[^1].Output.Shape);

    public override long Macs(Node node)
    {
        long macs = 0;
        foreach (Node stage in Stages(node))
            macs += stage.Operator.Macs(stage);
        return macs;
    }

    public override unsafe void Reserve(Node node, Reservation memory)
    {
        SeparableChain chain = ChainOf(Stages(node));
        if (Expand is not null)
            memory.Pack(1, ConvWays.PackedBytes(ConvWay.General, 1, chain.Expand.Shape));
        memory.Pack(3, ConvWays.PackedBytes(ConvWay.Depthwise, Depthwise.Groups, chain.Depthwise.Shape));
        memory.Pack(5, ConvWays.PackedBytes(ConvWay.Pointwise, 1, chain.Project.Shape));
        for (int bias = 2; bias <= 6; bias += 2)
        {
            if (node.Has(bias))
                memory.Pack(bias, 0); // with the weights
        }
        memory.WorkerScratch(chain.ScratchBytes);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Output.Shape.Count == 0)
            return;
        SeparableChain chain = ChainOf(Stages(node));
        if (Expand is not null)
            Bind(ref chain.Expand, Expand, ConvWay.General, node, 1, steps);
        Bind(ref chain.Depthwise, Depthwise, ConvWay.Depthwise, node, 3, steps);
        Bind(ref chain.Project, Project, ConvWay.Pointwise, node, 5, steps);
        chain.Project.Epilogue.Residual = steps.OptionalFloats(node.Optional(7));
        steps.Add(new Maker(chain, steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Output.Shape[0], Macs(node), steps.WorkerScratch, steps.WorkerStride));
    }

    /// <summary>The three as nodes of their own.</summary>
    private Node[] Stages(Node node)
    {
        Value x = node.Input(0);
        Node? expand = Expand is null ? null : new(node.Name, Expand, x, node.Input(1), node.Optional(2));
        Node depthwise = new(node.Name, Depthwise, expand?.Output ?? x, node.Input(3), node.Optional(4));
        Node project = new(node.Name, Project, depthwise.Output, node.Input(5), node.Optional(6), node.Optional(7));
        return expand is null ? [depthwise, project] : [expand, depthwise, project];
    }

    private SeparableChain ChainOf(Node[] stages)
    {
        SeparableChain chain = new() { Expands = Expand is not null };
        if (Expand is not null)
            chain.Expand = new() { Shape = Expand.ShapeOf(stages[0]) with { Batch = 1 }, IsPointwise = ConvGeometry.IsPointwise(Expand.Window, 1) };
        chain.Depthwise.Shape = Depthwise.ShapeOf(stages[^2]) with { Batch = 1 };
        chain.Project = new() { Shape = Project.ShapeOf(stages[^1]) with { Batch = 1 }, IsPointwise = true };
        chain.ChooseStrips();
        return chain;
    }

    private static unsafe void Bind(ref ChainedConv stage, Conv conv, ConvWay way, Node node, int weights, StepBuilder steps)
    {
        stage.Packed = (float*)steps.Packed(weights);
        stage.Epilogue = conv.Bounds.With(null);
        fixed (byte* w = node.Input(weights).Data!.Bytes, bias = node.Optional(weights + 1) is { } b ? b.Data!.Bytes : default)
            ConvWays.Pack(way, conv.Groups, stage.Shape, (float*)w, (float*)bias, stage.Packed);
    }

    private readonly unsafe struct Maker(SeparableChain chain, float* x, float* y, int batch, long work, byte* scratch, long stride) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new SeparableStep<S, V>(chain, x, y, batch, work, scratch, stride);
    }

    /// <summary>Units are strips of rows.</summary>
    private sealed unsafe class SeparableStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly float* x;
        private readonly float* y;
        private readonly byte* scratch;
        private readonly long stride;
        private SeparableChain chain;

        public SeparableStep(in SeparableChain chain, float* x, float* y, int batch, long work, byte* scratch, long stride)
        {
            (this.chain, this.stride) = (chain, stride);
            this.x = x;
            this.y = y;
            this.scratch = scratch;
            Units = batch * chain.Strips;
            Work = work;
        }

        public override void Run(int first, int last, int worker)
        {
            fixed (SeparableChain* c = &chain)
                SeparableF32.Run<S, V>(c, x, y, scratch + (worker * stride), first, last);
        }
    }
}
