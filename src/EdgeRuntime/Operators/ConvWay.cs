using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>How a convolution is computed; chosen from its shape and whether its weights are constant, never from the machine.</summary>
internal enum ConvWay
{
    /// <summary>Sums of products over all taps, any shape.</summary>
    General,

    /// <summary>One filter a channel.</summary>
    Depthwise,

    /// <summary>One tap without stride or padding: a matrix product.</summary>
    Pointwise,

    /// <summary>3 x 3 by tiles of 2 x 2 outputs: 1.7 times as fast as the direct sum on 64 channels (Zen 3).</summary>
    WinogradTwo,

    /// <summary>3 x 3 by tiles of 4 x 4 outputs: 1.7 (16 channels) to 2.3 (32 channels) times as fast, with four times the weights.</summary>
    WinogradFour,
}

/// <summary>What each way needs and does.</summary>
internal static unsafe class ConvWays
{
    /// <summary>Above this the weights of 4 x 4 tiles, four times the original ones, no longer stay in the L2 of a board.</summary>
    private const int MostFourBytes = 256 * 1024;

    /// <summary>The way of one group's shape.</summary>
    public static ConvWay Choose(Window window, int groups, in ConvShape shape, bool constant)
    {
        if (shape.ChannelPlane != 0)
            return ConvWay.General;
        if (ConvGeometry.IsDepthwise(shape, groups))
            return ConvWay.Depthwise;
        if (ConvGeometry.IsPointwise(window, groups))
            return ConvWay.Pointwise;
        bool three = shape.D == ConvAxis.Unit && IsThree(shape.H) && IsThree(shape.W);
        if (!constant || groups != 1 || !three || shape.Channels % Panels.Width != 0 || shape.Outputs % Panels.Width != 0)
            return ConvWay.General;
        long direct = 9L * shape.Pixels;
        if (WinogradF32<WinogradFour>.PackedLength(shape.Outputs, shape.Channels) * sizeof(float) <= MostFourBytes
            && 36L * WinogradF32<WinogradFour>.Tiles(shape) < direct / 2)
            return ConvWay.WinogradFour;
        return 16L * WinogradF32<WinogradTwo>.Tiles(shape) < direct * 2 / 3 ? ConvWay.WinogradTwo : ConvWay.General;
    }

    public static long PackedBytes(ConvWay way, int groups, in ConvShape shape) => way switch
    {
        ConvWay.Depthwise => DepthwiseF32.PackedLength(shape.InPixel, shape.Taps) * sizeof(float),
        ConvWay.WinogradTwo => WinogradF32<WinogradTwo>.PackedLength(shape.Outputs, shape.Channels) * sizeof(float),
        ConvWay.WinogradFour => WinogradF32<WinogradFour>.PackedLength(shape.Outputs, shape.Channels) * sizeof(float),
        _ => ConvSteps.PanelBytes(shape, groups),
    };

    /// <summary>Bytes that each worker needs.</summary>
    public static long WorkerBytes(ConvWay way, in ConvShape shape) => way switch
    {
        ConvWay.General => ConvF32.ScratchBytes(shape),
        ConvWay.WinogradTwo => WinogradF32<WinogradTwo>.ScratchBytes(shape),
        ConvWay.WinogradFour => WinogradF32<WinogradFour>.ScratchBytes(shape),
        _ => 0,
    };

    /// <summary>Packs constant weights and bias (or null).</summary>
    public static void Pack(ConvWay way, int groups, in ConvShape shape, float* w, float* bias, float* packed)
    {
        switch (way)
        {
            case ConvWay.Depthwise:
                DepthwiseF32.Pack(w, bias, shape.InPixel, shape.Taps, packed);
                break;
            case ConvWay.WinogradTwo:
                WinogradF32<WinogradTwo>.Pack(w, bias, shape.Outputs, shape.Channels, packed);
                break;
            case ConvWay.WinogradFour:
                WinogradF32<WinogradFour>.Pack(w, bias, shape.Outputs, shape.Channels, packed);
                break;
            default:
                ConvSteps.Pack(shape, w, bias, packed, 0, Panels.Count(shape.Outputs) * groups);
                break;
        }
    }

    /// <summary>Adds the step that packs weights that change.</summary>
    public static void AddPack(ConvWay way, StepBuilder steps, int groups, in ConvShape shape, float* w, float* bias, float* packed)
    {
        if (way == ConvWay.Depthwise)
            ConvSteps.AddDepthwisePack(steps, shape.InPixel, shape.Taps, w, bias, packed);
        else
            ConvSteps.AddPack(steps, shape, groups, w, bias, packed);
    }

    /// <summary>Adds the step that renews the bias of packed weights.</summary>
    public static void AddBias(ConvWay way, StepBuilder steps, int groups, in ConvShape shape, float* bias, float* packed)
    {
        if (way == ConvWay.Depthwise)
            BiasStep.AddToRow(steps, bias, shape.InPixel, packed);
        else if (way is ConvWay.WinogradTwo or ConvWay.WinogradFour)
            BiasStep.AddToRow(steps, bias, shape.Outputs, packed + (PackedBytes(way, groups, shape) / sizeof(float)) - shape.Outputs);
        else
            BiasStep.AddToPanels(steps, bias, groups, shape.Outputs, shape.K, packed);
    }

    public static void Add(ConvWay way, StepBuilder steps, in ConvShape shape, in ConvArgs args)
    {
        switch (way)
        {
            case ConvWay.Depthwise:
                ConvSteps.AddDepthwise(steps, shape, args);
                break;
            case ConvWay.WinogradTwo:
                ConvSteps.AddWinograd<WinogradTwo>(steps, shape, args);
                break;
            case ConvWay.WinogradFour:
                ConvSteps.AddWinograd<WinogradFour>(steps, shape, args);
                break;
            case ConvWay.Pointwise:
                GemmSteps.AddPacked(steps, new GemmArgs
                {
                    A = args.X,
                    Lda = shape.InPixel,
                    B = args.Packed,
                    C = args.Y,
                    Ldc = shape.OutPixel,
                    M = shape.Pixels,
                    N = shape.Outputs,
                    K = shape.Channels,
                    Epilogue = args.Epilogue,
                });
                break;
            default:
                ConvSteps.Add(steps, shape, args);
                break;
        }
    }

    private static bool IsThree(in ConvAxis axis) => axis is { Taps: 3, Stride: 1, Step: 1 };
}
