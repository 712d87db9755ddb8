namespace EdgeRuntime.Kernels;

/// <summary>
/// Where a convolution reads and writes: NHWC (or NDHWC) images, one group of channels. The reduced axis K runs over
/// (tap of D, tap of H, tap of W, channel), the order of the packed weights.
/// </summary>
internal struct ConvShape
{
    public int Batch;

    public ConvAxis D;

    public ConvAxis H;

    public ConvAxis W;

    /// <summary>Input channels that an output reads: those of its group.</summary>
    public int Channels;

    /// <summary>Floats from an input pixel to the next: all channels.</summary>
    public int InPixel;

    /// <summary>Floats from a channel of an image whose channels are planes (NCHW) to the next; 0 where channels lie side by side.</summary>
    public nint ChannelPlane;

    /// <summary>Output channels that are written.</summary>
    public int Outputs;

    /// <summary>Floats from an output to the next along W, H, D and to the next image.</summary>
    public nint OutPixel;

    public nint OutRow;

    public nint OutPlane;

    public nint OutImage;

    /// <summary>Taps of the window.</summary>
    public readonly int Taps => D.Taps * H.Taps * W.Taps;

    /// <summary>Length of the reduced axis.</summary>
    public readonly int K => Taps * Channels;

    /// <summary>Output pixels of all images.</summary>
    public readonly int Pixels => Batch * D.Out * H.Out * W.Out;

    /// <summary>The taps along W of one input row lie side by side, so that they are read as one run.</summary>
    public readonly bool RowsAreRuns => ChannelPlane == 0 && Channels == InPixel && W.Step == 1;

    /// <summary>Runs of an inside pixel, and the length of each.</summary>
    public readonly int Runs => D.Taps * H.Taps * (RowsAreRuns ? 1 : W.Taps);

    public readonly int RunLength => RowsAreRuns ? W.Taps * Channels : Channels;

    /// <summary>Floats from an input row to the next, from a plane to the next, from an image to the next.</summary>
    public readonly nint InRow => (nint)W.In * InPixel;

    public readonly nint InPlane => H.In * InRow;

    public readonly nint InImage => ChannelPlane == 0 ? D.In * InPlane : Channels * ChannelPlane;

    /// <summary>No tap of any output lies outside.</summary>
    public readonly bool IsInside => IsInsideAxis(D) && IsInsideAxis(H) && IsInsideAxis(W);

    /// <summary>A forward convolution whose output is dense.</summary>
    public static ConvShape Dense(int batch, ConvAxis d, ConvAxis h, ConvAxis w, int channels, int inPixel, int outputs, int outPixel) => new()
    {
        Batch = batch,
        D = d,
        H = h,
        W = w,
        Channels = channels,
        InPixel = inPixel,
        Outputs = outputs,
        OutPixel = outPixel,
        OutRow = (nint)w.Out * outPixel,
        OutPlane = (nint)h.Out * w.Out * outPixel,
        OutImage = (nint)d.Out * h.Out * w.Out * outPixel,
    };

    private static bool IsInsideAxis(in ConvAxis axis) => axis.InsideBegin == 0 && axis.InsideEnd == axis.Out;
}
