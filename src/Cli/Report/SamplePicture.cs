using System;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime.Data.Images;

namespace EdgeCli.Report;

/// <summary>
/// A sample to look at: a picture where its shape is one of 1 or 3 channels, a curve where it is a signal, its numbers where they are few.
/// Pictures are stretched from their least to their largest value, whatever scaling the sample has gone through.
/// </summary>
internal static class SamplePicture
{
    private const int LongestSide = 112;
    private const int FewNumbers = 12;
    private const double CurveSide = 100;
    private const int MostChannels = 4;

    public static Markup Draw(ReadOnlySpan<float> sample, IReadOnlyList<int> shape, string description)
    {
        if (shape.Count == 3 && shape[0] is 1 or 3 && shape[1] > 1 && shape[2] > 1)
        {
            string data = Convert.ToBase64String(Png.Encode(Shrink(ToImage(sample, shape))));
            return new Markup().Add($"<img alt=\"{description}\" src=\"data:image/png;base64,{data}\">");
        }

        if (sample.Length > FewNumbers)
            return Lines(sample, shape, description);
        string[] numbers = new string[sample.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = sample[i].ToString("G4", CultureInfo.InvariantCulture);
        return new Markup().Add($"<p>{string.Join(", ", numbers)}</p>");
    }

    /// <summary>The real steps of a sequence [steps, features]: curves over each other where features are few, else a picture with the first feature at the bottom.</summary>
    public static Markup DrawSequence(ReadOnlySpan<float> sample, int features, string description)
    {
        int steps = sample.Length / features;
        bool isPicture = features > MostChannels && steps > 1;
        float[] turned = new float[sample.Length];
        for (int i = 0; i < sample.Length; i++)
        {
            int feature = i % features, row = isPicture ? features - 1 - feature : feature;
            turned[(row * steps) + (i / features)] = sample[i];
        }

        return Draw(turned, isPicture ? [1, features, steps] : [features, steps], description);
    }

    private static Image ToImage(ReadOnlySpan<float> sample, IReadOnlyList<int> shape)
    {
        (int channels, int height, int width) = (shape[0], shape[1], shape[2]);
        Image image = new(width, height, channels);
        (float least, float most) = Range(sample);
        for (int i = 0; i < sample.Length; i++)
        {
            float level = most > least ? (sample[i] - least) / (most - least) : 0.5f;
            int channel = i / (height * width), pixel = i % (height * width);
            image.Pixels[(pixel * channels) + channel] = (byte)Math.Round(255 * level); // NaN becomes 0
        }

        return image;
    }

    private static Image Shrink(Image image)
    {
        int longest = Math.Max(image.Width, image.Height);
        return longest <= LongestSide
            ? image
            : ImageScale.To(image, Math.Max(1, image.Width * LongestSide / longest), Math.Max(1, image.Height * LongestSide / longest));
    }

    /// <summary>[channels, time] as curves over each other; anything else as one curve.</summary>
    private static Markup Lines(ReadOnlySpan<float> sample, IReadOnlyList<int> shape, string description)
    {
        int channels = shape.Count == 2 && shape[0] <= MostChannels ? shape[0] : 1;
        int length = sample.Length / channels;
        (float least, float most) = Range(sample);
        Markup svg = new Markup().Add($"<svg class=\"chart\" viewBox=\"-4 -4 {CurveSide + 8} {CurveSide + 8}\" role=\"img\" aria-label=\"{description}\">");
        for (int channel = 0; channel < channels; channel++)
        {
            svg.Add($"<path class=\"curve {(channel == 0 ? "one" : channel == 1 ? "two" : "rest")}\" d=\"");
            for (int t = 0; t < length; t++)
            {
                float level = most > least ? (sample[(channel * length) + t] - least) / (most - least) : 0.5f;
                svg.Add($"{(t == 0 ? "M" : "L")}{CurveSide * t / (length - 1):0.#} {CurveSide * (1 - (float.IsNaN(level) ? 0 : level)):0.#}");
            }

            svg.Add($"\"/>");
        }

        return svg.Add($"</svg>");
    }

    private static (float Least, float Most) Range(ReadOnlySpan<float> sample)
    {
        (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in sample)
        {
            if (float.IsFinite(value))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return (least, most);
    }
}
