using EdgeRuntime.Data.Augmentation;

namespace EdgeRuntime.Data;

/// <summary>
/// How samples are varied while a network trains, so that it does not learn them by heart. Every number is the largest that is drawn, evenly
/// and with both signs, anew for each sample and epoch; 0 leaves the kind out. Values are in the units of prepared samples, where a
/// white pixel is usually 1; they are not clipped.
/// </summary>
public sealed record AugmentOptions
{
    /// <summary>Pictures are turned by up to this many degrees, 0 to 180.</summary>
    public float RotateDegrees { get; init; }

    /// <summary>Pictures are moved by up to this part of their width and height, 0 to 1. The nearest edge fills what comes in.</summary>
    public float ShiftFraction { get; init; }

    /// <summary>Pictures grow or shrink by up to this part, 0 to below 1: 0.1 for a size of 90 % to 110 %.</summary>
    public float ZoomFraction { get; init; }

    /// <summary>Every second picture is mirrored left to right.</summary>
    public bool FlipHorizontally { get; init; }

    /// <summary>Every second picture is mirrored top to bottom.</summary>
    public bool FlipVertically { get; init; }

    /// <summary>Upright lines lean by up to this many degrees, 0 to below 90.</summary>
    public float ShearDegrees { get; init; }

    /// <summary>Up to this much is added to all values of a picture.</summary>
    public float Brightness { get; init; }

    /// <summary>Differences from the picture's mean grow or shrink by up to this part, 0 to 1.</summary>
    public float ContrastFraction { get; init; }

    /// <summary>The deviation of normal noise that is added to each value of a picture or signal.</summary>
    public float NoiseDeviation { get; init; }

    /// <summary>A box of this part of width and height, 0 to 1, anywhere in the picture, becomes the picture's mean.</summary>
    public float CutoutFraction { get; init; }

    /// <summary>Pixels wander smoothly, by up to this many pixels; a third of it is usual.</summary>
    public float ElasticPixels { get; init; }

    /// <summary>All values of a signal are multiplied by up to this much more or less than 1, 0 to 1.</summary>
    public float ScaleFraction { get; init; }

    /// <summary>Signals are moved in time by up to this part of their length, 0 to 1. The value at the end fills what comes in.</summary>
    public float TimeShiftFraction { get; init; }

    /// <summary>Up to this part of a signal, 0 to below 1, is cut off at its ends; the rest is stretched to the whole length.</summary>
    public float CropFraction { get; init; }

    /// <summary>A run of steps of a sequence, up to this part of its length, 0 to 1, becomes 0 in all features (SpecAugment's time mask).</summary>
    public float TimeMaskFraction { get; init; }

    /// <summary>Neighbouring features of a sequence, up to this part of all, 0 to 1, become 0 in all steps (SpecAugment's frequency mask).</summary>
    public float FeatureMaskFraction { get; init; }

    /// <summary>Whether nothing is varied.</summary>
    public bool IsNone => this == new AugmentOptions();

    /// <summary>Reads a list such as <c>rotate=10,shift=0.1,flip,noise=0.02</c>.</summary>
    /// <param name="text">
    /// Names with their numbers: <c>rotate</c> and <c>shear</c> in degrees, <c>elastic</c> in pixels, <c>shift zoom contrast cutout scale time-shift crop time-mask feature-mask</c>
    /// as parts of 1, <c>brightness</c> and <c>noise</c> (or <c>jitter</c>) in units of the samples; <c>flip</c> and <c>vflip</c> have none.
    /// </param>
    /// <exception cref="EdgeException">Kind Data: what is wrong with it.</exception>
    public static AugmentOptions Parse(string text) => AugmentGrammar.Parse(text);
}
