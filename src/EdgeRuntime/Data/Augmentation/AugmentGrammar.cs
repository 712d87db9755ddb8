using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>The text form of <see cref="AugmentOptions"/>, and the limits of every number.</summary>
internal static class AugmentGrammar
{
    private static readonly Term[] Terms =
    [
        new("rotate", "degrees", 180, o => o.RotateDegrees, (o, v) => o with { RotateDegrees = v }),
        new("shift", "a part of the size", 1, o => o.ShiftFraction, (o, v) => o with { ShiftFraction = v }),
        new("zoom", "a part of the size", 0.99f, o => o.ZoomFraction, (o, v) => o with { ZoomFraction = v }),
        new("shear", "degrees", 89, o => o.ShearDegrees, (o, v) => o with { ShearDegrees = v }),
        new("brightness", "units of the samples", float.MaxValue, o => o.Brightness, (o, v) => o with { Brightness = v }),
        new("contrast", "a part", 1, o => o.ContrastFraction, (o, v) => o with { ContrastFraction = v }),
        new("noise", "units of the samples", float.MaxValue, o => o.NoiseDeviation, (o, v) => o with { NoiseDeviation = v }),
        new("jitter", "units of the samples", float.MaxValue, o => o.NoiseDeviation, (o, v) => o with { NoiseDeviation = v }),
        new("cutout", "a part of the size", 1, o => o.CutoutFraction, (o, v) => o with { CutoutFraction = v }),
        new("elastic", "pixels", 1000, o => o.ElasticPixels, (o, v) => o with { ElasticPixels = v }),
        new("scale", "a part", 1, o => o.ScaleFraction, (o, v) => o with { ScaleFraction = v }),
        new("time-shift", "a part of the length", 1, o => o.TimeShiftFraction, (o, v) => o with { TimeShiftFraction = v }),
        new("crop", "a part of the length", 0.99f, o => o.CropFraction, (o, v) => o with { CropFraction = v }),
        new("time-mask", "a part of the length", 1, o => o.TimeMaskFraction, (o, v) => o with { TimeMaskFraction = v }),
        new("feature-mask", "a part of the features", 1, o => o.FeatureMaskFraction, (o, v) => o with { FeatureMaskFraction = v }),
    ];

    public static AugmentOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AugmentOptions options = new();
        HashSet<string> seen = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            string name = sides[0];
            if (!seen.Add(name == "jitter" ? "noise" : name))
                Throw.Data($"Augmentation '{text}': '{name}' is there twice.");
            if (name is "flip" or "vflip")
            {
                if (sides.Length > 1)
                    Throw.Data($"Augmentation '{text}': '{name}' takes no number; every second sample is mirrored.");
                options = name == "flip" ? options with { FlipHorizontally = true } : options with { FlipVertically = true };
                continue;
            }
            if (Array.Find(Terms, t => t.Name == name) is not { } term)
            {
                Throw.Data($"Augmentation '{text}': '{name}' is not known; there are {Names()}, flip and vflip, with commas between them.");
                return options;
            }
            if (sides.Length < 2 || !float.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !(value > 0 && value <= term.Most))
            {
                Throw.Data($"Augmentation '{text}': '{part}' needs a number ({term.Unit}) {Range(term)}, such as {name}={(term.Most > 1 && term.Most < float.MaxValue ? "10" : "0.1")}.");
                return options;
            }
            options = term.With(options, value);
        }
        return options;
    }

    /// <summary>Refuses numbers outside of their limits in options that were made in code.</summary>
    public static void Check(AugmentOptions options)
    {
        foreach (Term term in Terms)
        {
            float value = term.Of(options);
            if (!(value >= 0 && value <= term.Most))
                Throw.Data($"Augmentation: {term.Name} is {value.ToString(CultureInfo.InvariantCulture)}, expected a number ({term.Unit}) {Range(term)}, or 0 for none.");
        }
    }

    private static string Range(Term term) => term.Most == float.MaxValue ? "above 0" : string.Create(CultureInfo.InvariantCulture, $"above 0, up to {term.Most}");

    private static string Names() => string.Join(", ", Array.ConvertAll(Terms, t => t.Name));

    private sealed record Term(string Name, string Unit, float Most, Func<AugmentOptions, float> Of, Func<AugmentOptions, float, AugmentOptions> With);
}
