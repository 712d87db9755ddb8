using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Digits;

/// <summary>
/// One drawn digit in the form of MNIST (LeCun, Cortes, Burges): white ink on black, fitted into a box of 20/28 of the side, then moved
/// so that the centre of mass lies in the middle.
/// </summary>
internal static class DigitSample
{
    // Numbers that one sample may draw; those of two samples never meet.
    private const ulong PositionsPerSample = 8192, NoisePosition = 1024;

    private const int Blocks = 64;

    /// <summary>Draws sample <paramref name="index"/>: digit <c>index % 10</c> by writer <c>index / 10</c>.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="part">Which part of the set; parts have different writers.</param>
    /// <param name="index">Which sample.</param>
    /// <param name="side">Width and height, 8 to 64.</param>
    /// <param name="pixels">[side, side].</param>
    public static void Draw(ulong seed, uint part, int index, int side, Span<byte> pixels)
    {
        Writer writer = new(new CounterRandom(seed, DigitStreams.Writer + part), index / 10);
        CounterRandom random = new(seed, DigitStreams.Sample + part);
        ulong position = (ulong)index * PositionsPerSample;
        RandomDraws draws = new(random, position);
        Span<PenPoint> path = stackalloc PenPoint[Handwriting.MaxPoints];
        path = path[..Handwriting.Write(index % 10, writer, ref draws, path)];
        Span<float> coverage = stackalloc float[Blocks * Blocks];
        coverage = coverage[..(side * side)];
        coverage.Clear();
        Fit(path, side);
        Ink.Draw(path, draws.Uniform(0.9f, 1.5f) * side / 28f, coverage, side, side);
        (int shiftX, int shiftY) = Centring(coverage, side);
        Finish(coverage, side, shiftX, shiftY, random, position + NoisePosition, ref draws, pixels);
    }

    private static void Fit(Span<PenPoint> path, int side)
    {
        (float left, float top, float right, float bottom) = Ink.Bounds(path);
        float scale = side * (20f / 28f) / MathF.Max(right - left, bottom - top);
        Ink.Place(path, scale, (side * 0.5f) - (scale * 0.5f * (left + right)), (side * 0.5f) - (scale * 0.5f * (top + bottom)));
    }

    private static (int X, int Y) Centring(ReadOnlySpan<float> coverage, int side)
    {
        float sum = 0, sumX = 0, sumY = 0;
        for (int i = 0; i < coverage.Length; i++)
        {
            sum += coverage[i];
            sumX += coverage[i] * ((i % side) + 0.5f);
            sumY += coverage[i] * ((i / side) + 0.5f);
        }
        return ((int)MathF.Round((side * 0.5f) - (sumX / sum)), (int)MathF.Round((side * 0.5f) - (sumY / sum)));
    }

    // Uneven light and sensor noise change the ink; as in a picture cut out by a threshold, the paper far from it stays black.
    private static void Finish(ReadOnlySpan<float> coverage, int side, int shiftX, int shiftY, CounterRandom random, ulong noise, ref RandomDraws draws, Span<byte> pixels)
    {
        float gain = draws.Uniform(0.85f, 1.25f), lightX = draws.Normal(0f, 0.10f), lightY = draws.Normal(0f, 0.10f);
        float deviation = draws.Chance(0.5f) ? draws.Uniform(0f, 0.07f) : 0f;
        Span<float> row = stackalloc float[Blocks];
        row = row[..side];
        row.Clear();
        for (int y = 0; y < side; y++)
        {
            if (deviation > 0f)
                random.FillNormal(row, deviation, noise + (ulong)(y * side));
            for (int x = 0; x < side; x++)
            {
                int sourceX = x - shiftX, sourceY = y - shiftY;
                bool inside = sourceX >= 0 && sourceY >= 0 && sourceX < side && sourceY < side;
                float ink = inside ? coverage[(sourceY * side) + sourceX] : 0f;
                float light = gain + (lightX * (((float)x / side) - 0.5f) * 2f) + (lightY * (((float)y / side) - 0.5f) * 2f);
                float value = ink > 0f ? (ink * light) + row[x] : 0f;
                pixels[(y * side) + x] = (byte)(Math.Clamp(value, 0f, 1f) * 255f + 0.5f);
            }
        }
    }
}
