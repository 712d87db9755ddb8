using System;
using System.Collections.Generic;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>
/// Varies samples in place: pictures [channels, height, width], signals [channels, time], rows of a table. What a sample becomes is a pure function of
/// (seed, epoch, sample), the same on every instruction set; nothing is allocated after the constructor. Not for several threads at once.
/// </summary>
internal sealed unsafe class Augmenter
{
    private const int MostPixels = 1 << 24; // places in a plane must be exact as floats

    private readonly AugmentOptions _options;
    private readonly ulong _seed;
    private readonly int _channels = 1;
    private readonly int _height = 1;
    private readonly int _width;
    private readonly bool _isPicture;
    private readonly bool _warps;
    private readonly SampleLoops _loops;
    private readonly ElasticField? _elastic;

    /// <summary>Checks that options and samples fit together.</summary>
    /// <param name="options">What is varied.</param>
    /// <param name="sampleShape">[channels, height, width], [channels, time] or [columns].</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="isa">The instruction set; null for the default one. Results do not depend on it.</param>
    /// <exception cref="EdgeException">Kind Data: a number is out of its range, or a kind does not go with such samples.</exception>
    public Augmenter(AugmentOptions options, IReadOnlyList<int> sampleShape, ulong seed, Isa? isa = null)
    {
        AugmentGrammar.Check(options);
        (_options, _seed, _width) = (options, seed, sampleShape[^1]);
        if (sampleShape.Count is < 1 or > 3)
            Throw.Data($"Samples of [{string.Join(", ", sampleShape)}] cannot be augmented: pictures are [channels, height, width], signals [channels, time].");
        _channels = sampleShape.Count > 1 ? sampleShape[0] : 1;
        _height = sampleShape.Count > 2 ? sampleShape[1] : 1;
        _isPicture = sampleShape.Count == 3;
        bool isSignal = sampleShape.Count == 2 || (_isPicture && _height == 1);
        if (!_isPicture && Unfit(("rotate", options.RotateDegrees), ("shift", options.ShiftFraction), ("zoom", options.ZoomFraction), ("shear", options.ShearDegrees), ("flip", options.FlipHorizontally ? 1 : 0), ("vflip", options.FlipVertically ? 1 : 0), ("brightness", options.Brightness), ("contrast", options.ContrastFraction), ("cutout", options.CutoutFraction), ("elastic", options.ElasticPixels)) is { } forPictures)
            Throw.Data($"Augmentation: {forPictures} is for pictures [channels, height, width]; a sample is [{string.Join(", ", sampleShape)}]. Signals take noise, scale, time-shift and crop.");
        if (!isSignal && Unfit(("time-shift", options.TimeShiftFraction), ("crop", options.CropFraction)) is { } forSignals)
            Throw.Data($"Augmentation: {forSignals} is for signals [channels, time]; a sample is [{string.Join(", ", sampleShape)}].{(_isPicture ? " Pictures take shift and zoom." : "")}");
        if (Unfit(("time-mask", options.TimeMaskFraction), ("feature-mask", options.FeatureMaskFraction)) is { } forSequences)
            Throw.Data($"Augmentation: {forSequences} is for sequences [steps, features]; a sample is [{string.Join(", ", sampleShape)}].{(_isPicture ? " Pictures take cutout." : "")}");
        if ((long)_height * _width > MostPixels)
            Throw.Data($"Augmentation: a plane of {_width} x {_height} has more than {MostPixels} pixels.");
        _warps = options with { FlipHorizontally = false, FlipVertically = false, Brightness = 0, ContrastFraction = 0, NoiseDeviation = 0, CutoutFraction = 0, ScaleFraction = 0 } is { IsNone: false };
        _elastic = options.ElasticPixels > 0 ? new ElasticField(_width, _height) : null;
        _loops = SampleLoops.Of(isa ?? Dispatch.Default, _channels, _height, _width);
    }

    /// <summary>Varies one sample in place.</summary>
    /// <param name="sample">All its numbers.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="index">The sample's place in its set.</param>
    public void Apply(Span<float> sample, int epoch, int index)
    {
        SampleDraws draws = new(_seed, epoch, index);
        int count = _channels * _height * _width;
        sample = sample[..count];
        fixed (float* values = sample)
        {
            if (_warps)
                Warp(values, draws);
            else
                Mirror(sample, draws);
            Levels(values, count, draws);
            if (_options.NoiseDeviation > 0)
                NormalTable.Add(sample, _options.NoiseDeviation, draws.Noise);
            if (_options.CutoutFraction > 0)
                CutOut(sample, values, draws);
        }
    }

    private static string? Unfit(params ReadOnlySpan<(string Name, float Value)> kinds)
    {
        foreach ((string name, float value) in kinds)
        {
            if (value > 0)
                return name;
        }
        return null;
    }

    private void Warp(float* values, SampleDraws draws)
    {
        SourceMap map = SourceMap.Identity
            .Flipped(_options.FlipHorizontally && draws.Coin(Draw.FlipHorizontally), _options.FlipVertically && draws.Coin(Draw.FlipVertically))
            .Sheared(draws.Signed(Draw.ShearX, _options.ShearDegrees))
            .Zoomed(1 + draws.Signed(Draw.Zoom, _options.ZoomFraction))
            .Rotated(draws.Signed(Draw.Rotate, _options.RotateDegrees))
            .Shifted(draws.Signed(Draw.ShiftX, _options.ShiftFraction) * _width, draws.Signed(Draw.ShiftY, _options.ShiftFraction) * _height)
            .Shifted(draws.Signed(Draw.TimeShift, _options.TimeShiftFraction) * _width, 0);
        if (_options.CropFraction > 0)
        {
            double cut = draws.Unit(Draw.CropLength) * _options.CropFraction, before = draws.Unit(Draw.CropStart) * cut;
            map = map.Cropped(cut, before, _width);
        }
        _elastic?.Draw(draws.Elastic, _options.ElasticPixels);
        _loops.Warp(values, map, _elastic);
    }

    private void Mirror(Span<float> sample, SampleDraws draws)
    {
        if (_options.FlipHorizontally && draws.Coin(Draw.FlipHorizontally))
        {
            for (int row = 0; row < _channels * _height; row++)
                sample.Slice(row * _width, _width).Reverse();
        }
        if (!_options.FlipVertically || !draws.Coin(Draw.FlipVertically))
            return;
        for (int c = 0; c < _channels; c++)
        {
            Span<float> plane = sample.Slice(c * _height * _width, _height * _width);
            for (int y = 0; y < _height / 2; y++)
                Swap(plane.Slice(y * _width, _width), plane.Slice((_height - 1 - y) * _width, _width));
        }
    }

    private static void Swap(Span<float> a, Span<float> b)
    {
        for (int i = 0; i < a.Length; i++)
            (a[i], b[i]) = (b[i], a[i]);
    }

    // Contrast turns about the mean, then brightness; signals are multiplied.
    private void Levels(float* values, int count, SampleDraws draws)
    {
        if (_options.ContrastFraction == 0 && _options.Brightness == 0 && _options.ScaleFraction == 0)
            return;
        float contrast = 1 + draws.Signed(Draw.Contrast, _options.ContrastFraction);
        float mean = _options.ContrastFraction > 0 ? _loops.Mean(values, count) : 0;
        float scale = 1 + draws.Signed(Draw.Scale, _options.ScaleFraction);
        float offset = (mean * (1 - contrast)) + draws.Signed(Draw.Brightness, _options.Brightness);
        _loops.ScaleAndAdd(values, count, contrast * scale, offset * scale);
    }

    // The box lies about any pixel, so that it may reach over the edge; there it is cut.
    private void CutOut(Span<float> sample, float* values, SampleDraws draws)
    {
        int boxWidth = Math.Max(1, (int)(_options.CutoutFraction * _width)), boxHeight = Math.Max(1, (int)(_options.CutoutFraction * _height));
        int left = (int)(draws.Unit(Draw.CutoutX) * _width) - (boxWidth / 2), top = (int)(draws.Unit(Draw.CutoutY) * _height) - (boxHeight / 2);
        int first = Math.Max(left, 0), last = Math.Min(left + boxWidth, _width);
        for (int c = 0; c < _channels; c++)
        {
            int plane = c * _height * _width;
            float mean = _loops.Mean(values + plane, _height * _width);
            for (int y = Math.Max(top, 0); y < Math.Min(top + boxHeight, _height); y++)
                sample[(plane + (y * _width) + first)..(plane + (y * _width) + last)].Fill(mean);
        }
    }
}
