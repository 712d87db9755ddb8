using System;
using EdgeRuntime;
using EdgeRuntime.Data.Digits;

namespace Devices.Imaging;

/// <summary>Drawn sheets of paper with digits, and the truth: the source that every machine has.</summary>
public sealed class DigitPageSource : IFrameSource
{
    private readonly DigitPage _page;
    private readonly PageDigit[] _truth = new PageDigit[DigitPage.MaxDigits];
    private readonly int _frames;
    private int _next, _digits;

    /// <summary>A number of sheets.</summary>
    /// <param name="seed">Other seeds give other writers, places and light.</param>
    /// <param name="frames">How many, then the source ends.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="EdgeException">Kind Data: the size is outside the limits of <see cref="DigitPage"/>.</exception>
    public DigitPageSource(ulong seed, int frames, int width = 320, int height = 240)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        _page = new DigitPage(seed, width, height);
        _frames = frames;
    }

    /// <inheritdoc/>
    public int Width => _page.Width;

    /// <inheritdoc/>
    public int Height => _page.Height;

    /// <inheritdoc/>
    public string FrameName => "digits";

    /// <inheritdoc/>
    public ReadOnlySpan<PageDigit> Truth => _truth.AsSpan(0, _digits);

    /// <inheritdoc/>
    public bool KnowsTruth => true;

    /// <inheritdoc/>
    public bool Read(Span<byte> frame)
    {
        if (_next == _frames)
            return false;
        _digits = _page.Draw(_next++, frame, _truth);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
