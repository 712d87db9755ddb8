using System;

namespace Devices.Imaging;

/// <summary>
/// One digit of a frame to the form of MNIST: ink 1 on paper 0, its slant reduced by the moments of its ink, fitted into 20 x 20,
/// the centre of mass in the middle of 28 x 28.
/// </summary>
internal sealed class DigitCropper(int width, int height, float deskew)
{
    /// <summary>Rows and columns of a sample.</summary>
    public const int Side = 28;

    private const float Box = 20f;
    private const int SubSamples = 3, Edge = 2;
    private const float LeastInk = 0.06f, ClearInk = 0.5f;

    private readonly float[] _patch = new float[(width + (2 * Edge)) * (height + (2 * Edge))];

    public void Crop(ReadOnlySpan<byte> frame, ReadOnlySpan<int> labels, ReadOnlySpan<int> digitOfLabel, int digit, PixelBox box, Span<float> sample)
    {
        int patchWidth = box.Width + (2 * Edge), patchHeight = box.Height + (2 * Edge);
        Span<float> patch = _patch.AsSpan(0, patchWidth * patchHeight);
        Cut(frame, labels, digitOfLabel, digit, box, patch, patchWidth);
        InkMoments moments = InkMoments.Of(patch, patchWidth);
        float shear = deskew * moments.Slant;
        float scale = LongerSide(patch, patchWidth, moments.CentreY, shear) / Box;
        Sample(patch, patchWidth, patchHeight, moments, shear, scale, sample);
    }

    // Ink by contrast with the paper around it: 0 on paper, 1 on full ink. Only pixels of the digit and their neighbours count.
    private void Cut(ReadOnlySpan<byte> frame, ReadOnlySpan<int> labels, ReadOnlySpan<int> digitOfLabel, int digit, PixelBox box, Span<float> patch, int patchWidth)
    {
        (float paper, float ink) = Levels(frame, labels, digitOfLabel, digit, box);
        float gain = 1f / MathF.Max(1f, paper - ink);
        for (int i = 0; i < patch.Length; i++)
        {
            int x = box.Left - Edge + (i % patchWidth), y = box.Top - Edge + (i / patchWidth);
            float value = x >= 0 && y >= 0 && x < width && y < height ? (paper - frame[(y * width) + x]) * gain : 0f;
            patch[i] = value >= LeastInk && Touches(labels, digitOfLabel, digit, x, y) ? MathF.Min(1f, value) : 0f;
        }
    }

    // The mean of the paper in the box, and the mean of the darker half of the ink (its edges are half paper).
    private (float Paper, float Ink) Levels(ReadOnlySpan<byte> frame, ReadOnlySpan<int> labels, ReadOnlySpan<int> digitOfLabel, int digit, PixelBox box)
    {
        int paperSum = 0, paperCount = 0, inkSum = 0, inkCount = 0;
        for (int y = Math.Max(0, box.Top - Edge); y <= Math.Min(height - 1, box.Bottom + Edge); y++)
        {
            for (int x = Math.Max(0, box.Left - Edge); x <= Math.Min(width - 1, box.Right + Edge); x++)
            {
                int at = (y * width) + x;
                if (labels[at] == 0)
                    (paperSum, paperCount) = (paperSum + frame[at], paperCount + 1);
                else if (digitOfLabel[labels[at]] == digit)
                    (inkSum, inkCount) = (inkSum + frame[at], inkCount + 1);
            }
        }
        float mean = (float)inkSum / inkCount;
        int darkSum = 0, darkCount = 0;
        for (int y = box.Top; y <= box.Bottom; y++)
        {
            for (int x = box.Left; x <= box.Right; x++)
            {
                int at = (y * width) + x;
                if (frame[at] <= mean && digitOfLabel[labels[at]] == digit)
                    (darkSum, darkCount) = (darkSum + frame[at], darkCount + 1);
            }
        }
        return (paperCount > 0 ? (float)paperSum / paperCount : 255f, darkCount > 0 ? (float)darkSum / darkCount : mean);
    }

    private bool Touches(ReadOnlySpan<int> labels, ReadOnlySpan<int> digitOfLabel, int digit, int x, int y)
    {
        for (int ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
        {
            for (int nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
            {
                int label = labels[(ny * width) + nx];
                if (label != 0 && digitOfLabel[label] == digit)
                    return true;
            }
        }
        return false;
    }

    // Of the box around clear ink after the shear x' = x + shear * (y - centre); soft edges do not count.
    private static float LongerSide(ReadOnlySpan<float> patch, int patchWidth, float centreY, float shear)
    {
        float left = float.MaxValue, right = float.MinValue;
        int top = int.MaxValue, bottom = int.MinValue;
        for (int i = 0; i < patch.Length; i++)
        {
            if (patch[i] < ClearInk)
                continue;
            int y = i / patchWidth;
            float x = (i % patchWidth) + (shear * (y + 0.5f - centreY));
            (left, right) = (MathF.Min(left, x), MathF.Max(right, x + 1f));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
        }
        return MathF.Max(1f, MathF.Max(right - left, bottom - top));
    }

    // Each pixel of the sample is the mean of 3 x 3 points, looked up in the patch by the inverse map, linearly between pixel centres.
    private static void Sample(ReadOnlySpan<float> patch, int patchWidth, int patchHeight, InkMoments moments, float shear, float scale, Span<float> sample)
    {
        sample.Clear();
        for (int line = 0; line < Side * SubSamples; line++)
        {
            float v = (((line + 0.5f) / SubSamples) - (Side * 0.5f)) * scale;
            float y = moments.CentreY + v - 0.5f, left = moments.CentreX - (shear * v) - (Side * 0.5f * scale) - 0.5f;
            int row = (int)MathF.Floor(y);
            if (row < 0 || row + 1 >= patchHeight)
                continue;
            ReadOnlySpan<float> upper = patch.Slice(row * patchWidth, patchWidth), lower = patch.Slice((row + 1) * patchWidth, patchWidth);
            AddLine(upper, lower, y - row, left, scale, sample.Slice(line / SubSamples * Side, Side));
        }
        for (int i = 0; i < sample.Length; i++)
            sample[i] /= SubSamples * SubSamples;
    }

    private static void AddLine(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float share, float left, float scale, Span<float> target)
    {
        for (int sub = 0; sub < Side * SubSamples; sub++)
        {
            float x = left + ((sub + 0.5f) / SubSamples * scale);
            int column = (int)MathF.Floor(x);
            if ((uint)column >= (uint)(upper.Length - 1))
                continue;
            float u = x - column;
            float top = upper[column] + (u * (upper[column + 1] - upper[column])), bottom = lower[column] + (u * (lower[column + 1] - lower[column]));
            target[sub / SubSamples] += top + (share * (bottom - top));
        }
    }
}
