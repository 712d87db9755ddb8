using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>
/// Varies sequences [steps, features] in place: their real steps alone, padding stays as it is. What a sample becomes is a pure function of (seed,
/// epoch, sample), with the same roundings on every machine; nothing is allocated after the constructor. Not for several threads at once.
/// </summary>
internal sealed class SequenceAugmenter
{
    private readonly AugmentOptions _options;
    private readonly ulong _seed;
    private readonly int _features;
    private readonly float[] _source;

    /// <summary>Checks that the options go with sequences.</summary>
    /// <param name="options">What is varied: noise, scale, time-shift, crop, time-mask, feature-mask.</param>
    /// <param name="sampleShape">[steps, features].</param>
    /// <param name="seed">The user's seed.</param>
    /// <exception cref="EdgeException">Kind Data: a number is out of its range, or a kind is for pictures.</exception>
    public SequenceAugmenter(AugmentOptions options, IReadOnlyList<int> sampleShape, ulong seed)
    {
        AugmentGrammar.Check(options);
        AugmentOptions ofSequences = new()
        {
            NoiseDeviation = options.NoiseDeviation,
            ScaleFraction = options.ScaleFraction,
            TimeShiftFraction = options.TimeShiftFraction,
            CropFraction = options.CropFraction,
            TimeMaskFraction = options.TimeMaskFraction,
            FeatureMaskFraction = options.FeatureMaskFraction,
        };
        if (options != ofSequences)
            Throw.Data($"Augmentation: sequences [steps, features] take noise, scale, time-shift, crop, time-mask and feature-mask; a sample is [{string.Join(", ", sampleShape)}].");
        (_options, _seed, _features) = (options, seed, sampleShape[1]);
        _source = new float[sampleShape[0] * sampleShape[1]];
    }

    /// <summary>Varies one sample in place.</summary>
    /// <param name="sample">All its numbers.</param>
    /// <param name="steps">How many of its steps are real.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="index">The sample's place in its set.</param>
    public void Apply(Span<float> sample, int steps, int epoch, int index)
    {
        SampleDraws draws = new(_seed, epoch, index);
        Span<float> real = sample[..(steps * _features)];
        if (_options.TimeShiftFraction > 0 || _options.CropFraction > 0)
            Warp(real, steps, draws);
        if (_options.ScaleFraction > 0)
        {
            float scale = 1 + draws.Signed(Draw.Scale, _options.ScaleFraction);
            foreach (ref float value in real)
                value *= scale;
        }
        if (_options.NoiseDeviation > 0)
            NormalTable.Add(real, _options.NoiseDeviation, draws.Noise);
        MaskSteps(real, steps, draws);
        MaskFeatures(real, draws);
    }

    // Step t comes from between two steps; behind the ends the first and the last one go on.
    private void Warp(Span<float> real, int steps, SampleDraws draws)
    {
        real.CopyTo(_source);
        double cut = draws.Unit(Draw.CropLength) * _options.CropFraction, before = draws.Unit(Draw.CropStart) * cut;
        double start = (before * (steps - 1)) - (draws.Signed(Draw.TimeShift, _options.TimeShiftFraction) * steps);
        for (int t = 0; t < steps; t++)
        {
            double place = Math.Clamp(start + (t * (1 - cut)), 0, steps - 1);
            int left = (int)place, right = Math.Min(left + 1, steps - 1);
            float share = (float)(place - left);
            ReadOnlySpan<float> a = _source.AsSpan(left * _features, _features), b = _source.AsSpan(right * _features, _features);
            Span<float> target = real.Slice(t * _features, _features);
            for (int f = 0; f < target.Length; f++)
                target[f] = a[f] + (share * (b[f] - a[f]));
        }
    }

    // As SpecAugment (Park et al., 2019) has it: of scaled samples 0 is the mean.
    private void MaskSteps(Span<float> real, int steps, SampleDraws draws)
    {
        (int first, int count) = Block(steps, _options.TimeMaskFraction, draws.Unit(Draw.TimeMaskLength), draws.Unit(Draw.TimeMaskStart));
        real.Slice(first * _features, count * _features).Clear();
    }

    private void MaskFeatures(Span<float> real, SampleDraws draws)
    {
        (int first, int count) = Block(_features, _options.FeatureMaskFraction, draws.Unit(Draw.FeatureMaskLength), draws.Unit(Draw.FeatureMaskStart));
        for (int start = 0; start < real.Length && count > 0; start += _features)
            real.Slice(start + first, count).Clear();
    }

    private static (int First, int Count) Block(int length, float most, float size, float place)
    {
        int count = (int)(size * ((most * length) + 1));
        count = most == 0 ? 0 : Math.Min(count, length);
        return ((int)(place * (length - count + 1)), count);
    }
}
