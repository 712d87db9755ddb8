namespace EdgeRuntime.Kernels;

/// <summary>
/// One axis of a convolution: output <c>o</c> reads inputs <c>o * Stride + First + t * Step</c> for <c>t</c> in [0, Taps);
/// those outside [0, In) are zeros. A forward convolution has <c>First = -padBegin</c> and <c>Step = dilation</c>.
/// </summary>
internal readonly record struct ConvAxis(int In, int Out, int Stride, int First, int Step, int Taps)
{
    /// <summary>An axis that is not there.</summary>
    public static ConvAxis Unit => new(1, 1, 1, 0, 1, 1);

    /// <summary>The first output all of whose taps are inside (or past the last one).</summary>
    public int InsideBegin
    {
        get
        {
            int begin = First >= 0 ? 0 : ((-First - 1) / Stride) + 1; // never above 2^31, whatever the stride
            return begin < Out ? begin : Out;
        }
    }

    /// <summary>One past the last output all of whose taps are inside; not under <see cref="InsideBegin"/>.</summary>
    public int InsideEnd
    {
        get
        {
            int room = In - 1 - First - ((Taps - 1) * Step);
            int end = room < 0 ? 0 : (room / Stride) + 1;
            if (end > Out)
                end = Out;
            return end > InsideBegin ? end : InsideBegin;
        }
    }

    /// <summary>The outputs [begin, end) for which tap <paramref name="tap"/> is inside.</summary>
    public (int Begin, int End) InsideOf(int tap)
    {
        ConvAxis one = this with { First = First + (tap * Step), Taps = 1 };
        return (one.InsideBegin, one.InsideEnd);
    }
}
