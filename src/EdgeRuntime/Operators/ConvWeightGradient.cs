using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of a convolution's weights: x [N, ..., C] and dy [N, ..., M] make dw [M, C / Groups, ...].</summary>
/// <param name="Window">How the filters slide over x.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="Adds">Whether input 2, of dw's shape, is a sum to go on from, in place.</param>
internal sealed record ConvWeightGradient(Window Window, int Groups, bool Adds = false) : Operator, ISummed
{
    public override bool Updates => Adds;

    public Operator IntoSum() => this with { Adds = true };

    public override Sharing Shares(Node node, int output) => Adds ? Sharing.View(2) : Sharing.None;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0), dy = node.Shape(1);
        if (dy.Rank != Window.Rank + 2 || dy != Window.Output(node, dy[^1]) || Groups < 1 || x[^1] % Groups != 0 || dy[^1] % Groups != 0)
            node.Fail($"{node.Input(1)} is not the gradient of a convolution of {node.Input(0)} in {Groups} groups.");
        Shape dw = new([dy[^1], x[^1] / Groups, .. Window.Kernel.Span]);
        if (Adds && node.Shape(2) != dw)
            node.Fail($"a sum of {dw} is needed, got {node.Input(2)}.");
        node.AddOutput(ElementType.Float32, dw);
    }

    public override long Macs(Node node) => (long)node.Shape(1).Count * node.Output.Shape.Product(1, node.Output.Shape.Rank);

    public override void Reserve(Node node, Reservation memory)
    {
        ConvShape shape = ConvGeometry.Of(Window, Groups, node.Shape(0), node.Shape(1));
        if (!ConvGeometry.IsPointwise(Window, Groups) && !ConvGeometry.IsDepthwise(shape, Groups))
            memory.Scratch(RawBytes(node) + (Pads(shape) ? shape.Batch * Padding.Bytes(shape) : 0));
        memory.WorkerScratch(ConvGradientF32.ScratchBytes(Pads(shape) ? Padded(shape) : shape));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0), dy = node.Shape(1);
        if (node.Output.Shape.Count == 0)
            return;
        ConvShape shape = ConvGeometry.Of(Window, Groups, x, dy);
        Args args = new(shape, Groups, Adds, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), (float*)steps.Scratch, steps);
        if (ConvGeometry.IsPointwise(Window, Groups))
        {
            // [M, C] = dy^T * x needs no reordering.
            GemmSteps.AddTransposed(steps, args.Dy, args.X, args.Dw, shape.Pixels, dy[^1], x[^1], Adds);
        }
        else if (ConvGeometry.IsDepthwise(shape, Groups))
        {
            steps.Add(new DepthwiseMaker(args));
        }
        else
        {
            if (Pads(shape))
            {
                float* padded = (float*)(steps.Scratch + RawBytes(node));
                steps.Add(new PadMaker(shape, args.X, padded));
                args = new(Padded(shape), Groups, Adds, padded, args.Dy, args.Dw, args.Raw, steps);
            }
            if (Adds)
                steps.Add(new ReorderStep(args, unpack: false));
            steps.Add(new GeneralMaker(args));
            steps.Add(new ReorderStep(args, unpack: true));
        }
    }

    /// <summary>
    /// Whether padded copies of the images are worth their memory: taps of few channels are tiles of one row each, unless all taps
    /// are inside, where they share tiles (DS-CNN's first layer: batch 32: 1.7 ms without, 0.3 ms with).
    /// </summary>
    private bool Pads(in ConvShape shape) => Groups == 1 && !shape.IsInside && shape.Channels <= 4 && shape.Taps > 1;

    private static ConvShape Padded(in ConvShape shape) => Padding.Shape(shape) with { Batch = shape.Batch };

    private static long RawBytes(Node node) => (node.Output.Bytes + 63) & ~63L;

    private readonly unsafe struct Args(ConvShape shape, int groups, bool adds, float* x, float* dy, float* dw, float* raw, StepBuilder steps)
    {
        public readonly ConvShape Shape = shape;
        public readonly int Groups = groups;
        public readonly bool Adds = adds;
        public readonly float* X = x;
        public readonly float* Dy = dy;
        public readonly float* Dw = dw;
        public readonly float* Raw = raw;
        public readonly byte* Scratch = steps.WorkerScratch;
        public readonly long Stride = steps.WorkerStride;

        public long Work => (long)Shape.Pixels * Shape.K * Shape.Outputs * Groups;
    }

    private readonly struct GeneralMaker(Args args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new GeneralStep<S, V>(args);
    }

    private readonly struct DepthwiseMaker(Args args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new DepthwiseStep<S, V>(args);
    }

    private readonly unsafe struct PadMaker(ConvShape shape, float* x, float* padded) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new PadStep<S, V>(shape, x, padded);
    }

    /// <summary>
    /// Copies the images with their padding, in order and as one unit: zeros are written in whole vectors, and those behind an image's last
    /// row reach into the next image, which must be copied after it.
    /// </summary>
    private sealed unsafe class PadStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly ConvShape shape;
        private readonly float* x;
        private readonly float* padded;

        public PadStep(in ConvShape shape, float* x, float* padded)
        {
            this.shape = shape;
            this.x = x;
            this.padded = padded;
            Units = 1;
            Work = Padding.Bytes(shape) / sizeof(float) * shape.Batch;
        }

        public override void Run(int first, int last, int worker)
        {
            ConvShape s = shape;
            for (int n = 0; n < s.Batch; n++)
                Padding.Copy<S, V>(&s, x + (n * s.InImage), padded + (n * Padded(s).InImage));
        }
    }

    private sealed unsafe class GeneralStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly Args args;
        private readonly int units;

        public GeneralStep(in Args args)
        {
            this.args = args;
            units = ConvGradientF32.Units<S, V>(args.Shape);
            Units = units * args.Groups;
            Work = args.Work;
        }

        public override void Run(int first, int last, int worker)
        {
            ConvShape shape = args.Shape;
            for (int g = first / units; g * units < last; g++)
            {
                int from = Math.Max(first - (g * units), 0), to = Math.Min(last - (g * units), units);
                ConvGradientF32.Run<S, V>(
                    &shape, args.X + (g * shape.Channels), args.Dy + (g * shape.Outputs), args.Raw + ((nint)g * shape.K * shape.Outputs),
                    args.Scratch + (worker * args.Stride), from, to, args.Adds);
            }
        }
    }

    /// <summary>Filters to what the kernel sums in, or back; a unit is a filter.</summary>
    private sealed unsafe class ReorderStep : Step
    {
        private readonly Args args;
        private readonly bool unpack;

        public ReorderStep(in Args args, bool unpack)
        {
            this.args = args;
            this.unpack = unpack;
            Units = args.Shape.Outputs * args.Groups;
            Work = (long)Units * args.Shape.K;
        }

        public override void Run(int first, int last, int worker)
        {
            ConvShape s = args.Shape;
            for (int m = first; m < last; m++)
            {
                nint group = (nint)(m / s.Outputs) * s.K * s.Outputs;
                if (unpack)
                    ConvGradientF32.Unpack(args.Raw + group, s.Outputs, s.Channels, s.Taps, args.Dw + group, m % s.Outputs);
                else
                    ConvGradientF32.Pack(args.Dw + group, s.Outputs, s.Channels, s.Taps, args.Raw + group, m % s.Outputs);
            }
        }
    }

    private sealed unsafe class DepthwiseStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly Args args;
        private readonly bool sweeps;

        public DepthwiseStep(in Args args)
        {
            this.args = args;
            sweeps = DepthwiseSweep.IsThree(args.Shape);
            Units = sweeps ? (args.Shape.InPixel + DepthwiseSweep.GradientUnit - 1) / DepthwiseSweep.GradientUnit : args.Shape.Taps;
            Work = args.Work;
        }

        public override void Run(int first, int last, int worker)
        {
            ConvShape shape = args.Shape;
            if (sweeps)
            {
                for (int c = first * DepthwiseSweep.GradientUnit; first < last; first++, c += DepthwiseSweep.GradientUnit)
                    DepthwiseSweep.Weights<S, V>(&shape, args.X, args.Dy, args.Dw, c, Math.Min(c + DepthwiseSweep.GradientUnit, shape.InPixel), args.Adds);
                return;
            }
            ConvGradientF32.Depthwise<S, V>(&shape, args.X, args.Dy, args.Dw, args.Scratch + (worker * args.Stride), first, last, args.Adds);
        }
    }
}
