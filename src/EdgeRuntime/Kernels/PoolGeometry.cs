using System.Runtime.CompilerServices;

namespace EdgeRuntime.Kernels;

/// <summary>One spatial axis under a sliding window.</summary>
/// <param name="Length">Elements of the input.</param>
/// <param name="Outputs">Windows.</param>
/// <param name="Taps">Elements of one window.</param>
/// <param name="Stride">Elements from one window to the next.</param>
/// <param name="Dilation">Elements from one tap to the next.</param>
/// <param name="Begin">Padding before the first element.</param>
/// <param name="End">Padding after the last element.</param>
internal readonly record struct PoolAxis(int Length, int Outputs, int Taps, int Stride, int Dilation, int Begin, int End)
{
    /// <summary>Whether windows lie side by side, all inside.</summary>
    public bool IsTiled => Stride == Taps && Dilation == 1 && Begin == 0 && (long)Outputs * Taps <= Length;

    /// <summary>Whether the axis has nothing to pool.</summary>
    public bool IsTrivial => Taps == 1 && Stride == 1 && Begin == 0 && Outputs == Length;

    /// <summary>The taps of window <paramref name="output"/> that lie on elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TapRange Inside(int output)
    {
        int start = (output * Stride) - Begin;
        return start >= 0 && start < Length - ((Taps - 1) * Dilation) ? new TapRange(start, Taps) : Clip(start, 0, Length);
    }

    /// <summary>How many taps of window <paramref name="output"/> lie on elements or on padding: not beyond it, as the last one of a rounded-up count may.</summary>
    public int TapsWithPadding(int output) => Clip((output * Stride) - Begin, -Begin, Length + End).Count;

    private TapRange Clip(int start, int from, int to)
    {
        int first = start >= from ? 0 : ((from - start - 1) / Dilation) + 1;
        int last = start >= to ? 0 : ((to - start - 1) / Dilation) + 1;
        last = last < Taps ? last : Taps;
        return first < last ? new TapRange(start + (first * Dilation), last - first) : default;
    }
}

/// <summary>Consecutive taps of a window: where the first lies, and how many they are.</summary>
internal readonly record struct TapRange(int Start, int Count);

/// <summary>Elements from one tap to the next along each axis.</summary>
internal readonly record struct TapSteps(nint D, nint H, nint W);

/// <summary>A pool over [N, D, H, W, C]; fewer spatial axes have lengths of 1 in front.</summary>
internal readonly record struct PoolGeometry(int Batch, int Channels, PoolAxis D, PoolAxis H, PoolAxis W)
{
    /// <summary>Rows of the output: the independent pieces of work.</summary>
    public int OutputRows => Batch * D.Outputs * H.Outputs;

    /// <summary>Elements of x from one tap to the next along each axis.</summary>
    public TapSteps Steps => new((nint)D.Dilation * H.Length * W.Length * Channels, (nint)H.Dilation * W.Length * Channels, (nint)W.Dilation * Channels);

    /// <summary>Elements of one image of the input.</summary>
    public nint ImageSize => (nint)D.Length * H.Length * W.Length * Channels;

    /// <summary>Taps of all windows together.</summary>
    public long Work => (long)OutputRows * W.Outputs * Channels * D.Taps * H.Taps * W.Taps;

    /// <summary>Whether windows are 2 x 2, side by side.</summary>
    public bool IsTwoByTwo => D.IsTrivial && H.Taps == 2 && W.Taps == 2 && H.IsTiled && W.IsTiled;

    /// <summary>Whether there is one window, which covers everything.</summary>
    public bool IsGlobal => IsWhole(D) && IsWhole(H) && IsWhole(W);

    private static bool IsWhole(PoolAxis axis) => axis.Outputs == 1 && axis.Taps == axis.Length && axis.Begin == 0 && axis.Dilation == 1;
}
