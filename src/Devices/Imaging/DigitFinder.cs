using System;
using System.Diagnostics;
using EdgeRuntime;

namespace Devices.Imaging;

/// <summary>
/// Finds handwritten digits in a grey frame and brings each into the form of MNIST, ready for a network. All memory is made with
/// the object, from the size of the frame; finding allocates nothing. Not for several threads at once.
/// </summary>
public sealed class DigitFinder
{
    /// <summary>Numbers in a sample: 28 x 28.</summary>
    public const int SampleLength = DigitCropper.Side * DigitCropper.Side;

    private const int LeastSide = 32, MostPixels = 1 << 24;

    private readonly AdaptiveThreshold _threshold;
    private readonly ConnectedComponents _components;
    private readonly DigitSelector _selector;
    private readonly DigitCropper _cropper;
    private readonly byte[] _ink;
    private readonly float[] _samples;

    /// <summary>A finder for frames of one size.</summary>
    /// <param name="width">Pixels in a row, 32 or more.</param>
    /// <param name="height">Rows, 32 or more; at most 16 Mi pixels.</param>
    /// <param name="options">What counts as a digit.</param>
    /// <exception cref="EdgeException">Kind Data: the size or an option is out of range.</exception>
    public DigitFinder(int width, int height, DigitFinderOptions? options = null)
    {
        options ??= new DigitFinderOptions();
        if (width < LeastSide || height < LeastSide || (long)width * height > MostPixels)
            Throw.Data($"Frames of {width} x {height} pixels are outside the limits: sides from {LeastSide}, at most {MostPixels} pixels.");
        if (options.WindowRadius < 1 || options.MaxDigits is < 1 or > 1024 || !(options.Share is > 0f and < 1f))
            Throw.Data($"Digit finder: window radius {options.WindowRadius} must be 1 or more, digits {options.MaxDigits} 1 to 1024, share {options.Share} between 0 and 1.");
        (Width, Height) = (width, height);
        _threshold = new AdaptiveThreshold(width, height, options.WindowRadius, options.Share);
        _components = new ConnectedComponents(width, height);
        _selector = new DigitSelector(width, height, options);
        _cropper = new DigitCropper(width, height, options.Deskew);
        _ink = new byte[width * height];
        _samples = new float[options.MaxDigits * SampleLength];
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The boxes of the digits of the last frame, from top to bottom.</summary>
    public ReadOnlySpan<PixelBox> Boxes => _selector.Boxes;

    /// <summary>How long the stages of the last frame took.</summary>
    public FinderTimes Times { get; private set; }

    /// <summary>Finds the digits of a frame and returns how many there are.</summary>
    /// <param name="frame">Grey values, [Height, Width], dark ink on light paper.</param>
    public int Find(ReadOnlySpan<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, Width * Height);
        long start = Stopwatch.GetTimestamp();
        _threshold.Mark(frame, _ink);
        long marked = Stopwatch.GetTimestamp();
        _components.Find(_ink, frame);
        long joined = Stopwatch.GetTimestamp();
        _selector.Select(_components.Found);
        long selected = Stopwatch.GetTimestamp();
        for (int i = 0; i < _selector.Count; i++)
            _cropper.Crop(frame, _components.Labels, _selector.DigitOfLabel, i + 1, _selector.Boxes[i], _samples.AsSpan(i * SampleLength, SampleLength));
        long cropped = Stopwatch.GetTimestamp();
        Times = new FinderTimes(Microseconds(start, marked), Microseconds(marked, joined), Microseconds(joined, selected), Microseconds(selected, cropped));
        return _selector.Count;
    }

    /// <summary>One digit of the last frame, [1, 28, 28]: 0 paper to 1 ink, in a box of 20 x 20 with its centre of mass in the middle.</summary>
    public ReadOnlySpan<float> Sample(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_selector.Count);
        return _samples.AsSpan(index * SampleLength, SampleLength);
    }

    private static double Microseconds(long from, long to) => (to - from) * 1e6 / Stopwatch.Frequency;
}
