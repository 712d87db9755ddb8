using System;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;

namespace EdgeCli;

/// <summary>A picture brought into the form that a network takes: size, channels, scaling, planes.</summary>
internal static class PictureInput
{
    /// <summary>Fills [1, channels, height, width].</summary>
    /// <param name="target">The session's input.</param>
    /// <param name="picture">Of any size.</param>
    /// <param name="options">Size, channels and scaling.</param>
    /// <param name="invert"><c>auto</c>, <c>yes</c> or <c>no</c>.</param>
    public static void Fill(Span<float> target, Image picture, DataOptions options, string invert)
    {
        Image image = ImageScale.To(picture.WithChannels(options.Channels), options.Width, options.Height);
        bool inverts = invert == "yes" || (invert == "auto" && HasBrightBorder(image));
        ReadOnlySpan<byte> pixels = image.Pixels;
        int plane = options.Width * options.Height;
        for (int i = 0; i < plane; i++)
        {
            for (int c = 0; c < options.Channels; c++)
            {
                int pixel = pixels[(i * options.Channels) + c];
                target[(c * plane) + i] = (((inverts ? 255 - pixel : pixel) * options.White / 255f) - options.Mean) / options.Deviation;
            }
        }

        options.Preparation?.Check([options.Channels, options.Height, options.Width], "A picture");
        options.Preparation?.Apply(target);
    }

    private static bool HasBrightBorder(Image image)
    {
        long sum = 0, count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            bool whole = y == 0 || y == image.Height - 1;
            int edge = image.Channels;
            ReadOnlySpan<byte> left = whole ? row : row[..edge], right = whole ? [] : row[^edge..];
            foreach (byte value in left)
                sum += value;
            foreach (byte value in right)
                sum += value;
            count += left.Length + right.Length;
        }

        return sum > 127 * count;
    }
}
