using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A convolution with everything bound; shape is that of one group, groups lie side by side in channels and panels.</summary>
internal unsafe struct ConvArgs
{
    public float* X;

    public float* Packed;

    public float* Y;

    public int Groups;

    public Epilogue Epilogue;
}

/// <summary>Steps of convolutions and of packing their weights.</summary>
internal static unsafe class ConvSteps
{
    /// <summary>Panels of all groups, one after the other.</summary>
    public static long PanelBytes(in ConvShape shape, int groups) => groups * Panels.Bytes(shape.Outputs, shape.K);

    /// <summary>Any convolution.</summary>
    public static void Add(StepBuilder steps, in ConvShape shape, in ConvArgs args) => steps.Add(Dispatch.Make<GeneralMaker, Step>(
        GemmSteps.SetFor(steps.Isa, shape.Outputs), new GeneralMaker(shape, args, steps.WorkerScratch, steps.WorkerStride)));

    /// <summary>One filter a channel.</summary>
    public static void AddDepthwise(StepBuilder steps, in ConvShape shape, in ConvArgs args) => steps.Add(Dispatch.Make<DepthwiseMaker, Step>(
        GemmSteps.SetFor(steps.Isa, shape.InPixel), new DepthwiseMaker(shape, args)));

    /// <summary>A 3 x 3 convolution by Winograd's tiles.</summary>
    public static void AddWinograd<T>(StepBuilder steps, in ConvShape shape, in ConvArgs args)
        where T : struct, IWinograd => steps.Add(new WinogradMaker<T>(shape, args, steps.WorkerScratch, steps.WorkerStride));

    /// <summary>Packs weights [M, C / groups, taps] and bias for <see cref="Add"/>.</summary>
    public static void AddPack(StepBuilder steps, in ConvShape shape, int groups, float* w, float* bias, float* packed) =>
        steps.Add(new PackStep(shape, groups, w, bias, packed));

    public static void AddDepthwisePack(StepBuilder steps, int channels, int taps, float* w, float* bias, float* packed) =>
        steps.Add(new DepthwisePackStep(channels, taps, w, bias, packed));

    /// <summary>Packs panels [first, last) of all groups.</summary>
    public static void Pack(in ConvShape shape, float* w, float* bias, float* packed, int first, int last)
    {
        int panels = Panels.Count(shape.Outputs), k = shape.K, taps = shape.Taps;
        for (int p = first; p < last; p++)
        {
            int g = p / panels, panel = p % panels;
            float* groupBias = bias is null ? null : bias + ((nint)g * shape.Outputs);
            PackF32.Filters(
                w + ((nint)g * shape.Outputs * k), groupBias, shape.Outputs, shape.Channels, taps, packed + (g * panels * Panels.Stride(k)), panel, panel + 1);
        }
    }

    private readonly struct GeneralMaker(ConvShape shape, ConvArgs args, byte* scratch, long stride) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new GeneralStep<S, V>(shape, args, scratch, stride);
    }

    private readonly struct DepthwiseMaker(ConvShape shape, ConvArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new DepthwiseStep<S, V>(shape, args);
    }

    private readonly struct WinogradMaker<T>(ConvShape shape, ConvArgs args, byte* scratch, long stride) : ISimdMaker<Step>
        where T : struct, IWinograd
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new WinogradStep<S, V, T>(shape, args, scratch, stride);
    }

    /// <summary>Units are blocks of output pixels of one group.</summary>
    private sealed class GeneralStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly ConvArgs args;
        private readonly byte* scratch;
        private readonly long stride;
        private readonly int block;
        private readonly int blocks;
        private ConvShape shape;

        public GeneralStep(in ConvShape shape, in ConvArgs args, byte* scratch, long stride)
        {
            this.shape = shape;
            this.args = args;
            this.scratch = scratch;
            this.stride = stride;
            block = shape.Pixels > 32 * 24 ? 4 * 24 : 24;
            blocks = (shape.Pixels + block - 1) / block;
            Units = blocks * args.Groups;
            Work = (long)shape.Pixels * shape.K * shape.Outputs * args.Groups;
        }

        public override void Run(int first, int last, int worker)
        {
            nint panels = (nint)(PanelBytes(shape, 1) / sizeof(float));
            fixed (ConvShape* s = &shape)
            {
                for (int g = first / blocks; g * blocks < last; g++)
                {
                    int from = Math.Max(first - (g * blocks), 0) * block, to = Math.Min(Math.Min(last - (g * blocks), blocks) * block, shape.Pixels);
                    Epilogue epilogue = args.Epilogue;
                    if (epilogue.Residual is not null)
                        epilogue.Residual += g * shape.Outputs;
                    ConvF32.Run<S, V>(
                        s, args.X + (g * shape.Channels), args.Packed + (g * panels), args.Y + (g * shape.Outputs), epilogue,
                        scratch + (worker * stride), from, to);
                }
            }
        }
    }

    private sealed class DepthwiseStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly ConvArgs args;
        private ConvShape shape;

        public DepthwiseStep(in ConvShape shape, in ConvArgs args)
        {
            (this.shape, this.args) = (shape, args);
            Units = shape.Batch * shape.D.Out * shape.H.Out;
            Work = (long)shape.Pixels * shape.InPixel * shape.D.Taps * shape.H.Taps * shape.W.Taps;
        }

        public override void Run(int first, int last, int worker)
        {
            fixed (ConvShape* s = &shape)
                DepthwiseF32.Run<S, V>(s, args.X, args.Packed, args.Y, args.Epilogue, first, last);
        }
    }

    /// <summary>Units are blocks of tiles.</summary>
    private sealed class WinogradStep<S, V, T> : Step
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, IWinograd
    {
        private readonly ConvArgs args;
        private readonly byte* scratch;
        private readonly long stride;
        private readonly int tiles;
        private ConvShape shape;

        public WinogradStep(in ConvShape shape, in ConvArgs args, byte* scratch, long stride)
        {
            (this.shape, this.args, this.stride) = (shape, args, stride);
            this.scratch = scratch;
            tiles = WinogradF32<T>.Tiles(shape);
            Units = (tiles + T.BlockTiles - 1) / T.BlockTiles;
            Work = (long)tiles * T.Inputs * T.Inputs * shape.Channels * shape.Outputs;
        }

        public override void Run(int first, int last, int worker)
        {
            fixed (ConvShape* s = &shape)
            {
                WinogradF32<T>.Run<S, V>(
                    s, args.X, args.Packed, args.Y, args.Epilogue, scratch + (worker * stride), first * T.BlockTiles, Math.Min(tiles, last * T.BlockTiles));
            }
        }
    }

    private sealed class PackStep : Step
    {
        private readonly ConvShape shape;
        private readonly float* w;
        private readonly float* bias;
        private readonly float* packed;

        public PackStep(in ConvShape shape, int groups, float* w, float* bias, float* packed)
        {
            this.shape = shape;
            this.w = w;
            this.bias = bias;
            this.packed = packed;
            Units = Panels.Count(shape.Outputs) * groups;
            Work = (long)shape.K * shape.Outputs * groups;
        }

        public override void Run(int first, int last, int worker) => Pack(shape, w, bias, packed, first, last);
    }

    private sealed class DepthwisePackStep(int channels, int taps, float* w, float* bias, float* packed) : Step
    {
        public override void Run(int first, int last, int worker) => DepthwiseF32.Pack(w, bias, channels, taps, packed);
    }
}
