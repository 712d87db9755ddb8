using System;

namespace EdgeRuntime.Data.Images;

/// <summary>
/// Pictures of another size. Shrinking averages all pixels that a new pixel covers, with the covered share as weight; enlarging is
/// linear between pixel centres.
/// </summary>
internal static class ImageScale
{
    /// <summary>The picture at the given size; the same object where it has that size.</summary>
    /// <exception cref="EdgeException">Kind Data: the size is outside the limits of a picture.</exception>
    public static Image To(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width == width && image.Height == height)
            return image;
        Image result = new(width, height, image.Channels);
        int channels = image.Channels;
        float[] narrow = new float[width * image.Height * channels];
        for (int x = 0; x < width; x++)
        {
            (int first, int last, float firstWeight, float lastWeight) = Cover(x, image.Width, width);
            for (int line = 0; line < image.Height; line++)
            {
                for (int c = 0; c < channels; c++)
                {
                    float sum = 0, weights = 0;
                    for (int s = first; s <= last; s++)
                    {
                        float weight = s == first ? firstWeight : s == last ? lastWeight : 1f;
                        sum += weight * image.Pixels[(((line * image.Width) + s) * channels) + c];
                        weights += weight;
                    }
                    narrow[(((line * width) + x) * channels) + c] = sum / weights;
                }
            }
        }
        Down(narrow, image.Height, result);
        return result;
    }

    private static void Down(float[] narrow, int sourceHeight, Image result)
    {
        int rowLength = result.Width * result.Channels;
        float[] sums = new float[rowLength];
        for (int y = 0; y < result.Height; y++)
        {
            (int first, int last, float firstWeight, float lastWeight) = Cover(y, sourceHeight, result.Height);
            Array.Clear(sums);
            float weights = 0;
            for (int s = first; s <= last; s++)
            {
                float weight = s == first ? firstWeight : s == last ? lastWeight : 1f;
                weights += weight;
                for (int i = 0; i < rowLength; i++)
                    sums[i] += weight * narrow[(s * rowLength) + i];
            }
            Span<byte> row = result.Row(y);
            for (int i = 0; i < rowLength; i++)
                row[i] = (byte)Math.Clamp((int)((sums[i] / weights) + 0.5f), 0, 255);
        }
    }

    // The source pixels first..last under a new pixel, and the weights of the two outer ones; all between weigh 1.
    private static (int First, int Last, float FirstWeight, float LastWeight) Cover(int index, int sourceSize, int size)
    {
        float step = (float)sourceSize / size;
        if (step <= 1f)
        {
            float centre = Math.Clamp(((index + 0.5f) * step) - 0.5f, 0f, sourceSize - 1);
            int left = (int)centre;
            int right = Math.Min(left + 1, sourceSize - 1);
            float share = centre - left;
            return left == right ? (left, left, 1f, 1f) : (left, right, 1f - share, share);
        }
        float from = index * step, to = Math.Min((index + 1) * step, sourceSize);
        int first = (int)from, last = Math.Min((int)to, sourceSize - 1);
        if (last > first && to - last <= 0f)
            last--;
        return first == last ? (first, first, 1f, 1f) : (first, last, first + 1 - from, Math.Min(to - last, 1f));
    }
}
