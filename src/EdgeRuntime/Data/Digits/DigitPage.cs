using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Digits;

/// <summary>
/// Camera frames of a sheet of paper with several handwritten digits at random places, and the truth. A frame is a pure function of
/// (seed, index, size), the same on every CPU; drawing allocates nothing.
/// </summary>
internal sealed class DigitPage
{
    /// <summary>The most digits on a page.</summary>
    public const int MaxDigits = 8;

    private const int LeastDigits = 3, LeastSide = 80, MostSide = 2048, Margin = 6, Gap = 7, MostTries = 40;
    private const ulong PositionsPerPage = 1 << 20;

    private readonly ulong _seed;
    private readonly float[] _ink;
    private readonly PageCamera _camera;

    /// <summary>Pages of one seed and size.</summary>
    /// <param name="seed">Other seeds give other writers, places and light.</param>
    /// <param name="width">Pixels in a row, 80 to 2048.</param>
    /// <param name="height">Rows, 80 to 2048.</param>
    /// <exception cref="EdgeException">Kind Data: the size is outside these limits.</exception>
    public DigitPage(ulong seed, int width = 320, int height = 240)
    {
        if (width is < LeastSide or > MostSide || height is < LeastSide or > MostSide)
            Throw.Data($"A page of {width} x {height} pixels is outside the limits: sides {LeastSide} to {MostSide}.");
        (Width, Height, _seed) = (width, height, seed);
        _ink = new float[width * height];
        _camera = new PageCamera(width, height);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Draws page <paramref name="index"/> and returns how many digits are on it.</summary>
    /// <param name="index">Which page, 0 on.</param>
    /// <param name="frame">Grey values, [Height, Width], 0 black to 255 white.</param>
    /// <param name="truth">At least <see cref="MaxDigits"/> places.</param>
    public int Draw(int index, Span<byte> frame, Span<PageDigit> truth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, Width * Height);
        ArgumentOutOfRangeException.ThrowIfLessThan(truth.Length, MaxDigits);
        CounterRandom layout = new(_seed, DigitStreams.PageLayout);
        ulong position = (ulong)index * PositionsPerPage;
        RandomDraws draws = new(layout, position);
        Writer writer = new(new CounterRandom(_seed, DigitStreams.PageWriter), index);
        float softness = draws.Uniform(1f, 2.2f);
        Array.Clear(_ink);
        int wanted = LeastDigits + draws.Below(MaxDigits - LeastDigits + 1), count = 0;
        for (int i = 0; i < wanted; i++)
            count += Write(writer, softness, ref draws, truth[..count], out truth[count]) ? 1 : 0;
        Dust(ref draws);
        _camera.Expose(_ink, layout, position, new CounterRandom(_seed, DigitStreams.PageNoise), (ulong)index * (ulong)_ink.Length, ref draws, frame);
        return count;
    }

    // A digit that finds no free place is left out; the first always finds one.
    private bool Write(in Writer writer, float softness, ref RandomDraws draws, ReadOnlySpan<PageDigit> others, out PageDigit digit)
    {
        Span<PenPoint> path = stackalloc PenPoint[Handwriting.MaxPoints];
        int label = draws.Below(10);
        path = path[..Handwriting.Write(label, writer, ref draws, path)];
        (float left, float top, float right, float bottom) = Ink.Bounds(path);
        float scale = draws.Uniform(28f, 56f) / MathF.Max(bottom - top, (right - left) * 0.7f);
        int width = (int)MathF.Ceiling(((right - left) * scale) + softness), height = (int)MathF.Ceiling(((bottom - top) * scale) + softness);
        digit = default;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            int x = Margin + draws.Below(Math.Max(1, Width - (2 * Margin) - width)), y = Margin + draws.Below(Math.Max(1, Height - (2 * Margin) - height));
            digit = new PageDigit(label, x, y, width, height);
            if (Overlaps(digit, others))
                continue;
            Ink.Place(path, scale, x + (softness * 0.5f) - (left * scale), y + (softness * 0.5f) - (top * scale));
            Ink.Draw(path, softness, _ink, Width, Height);
            return true;
        }
        return false;
    }

    private static bool Overlaps(PageDigit digit, ReadOnlySpan<PageDigit> others)
    {
        foreach (PageDigit other in others)
        {
            bool apart = digit.Left >= other.Left + other.Width + Gap || other.Left >= digit.Left + digit.Width + Gap
                || digit.Top >= other.Top + other.Height + Gap || other.Top >= digit.Top + digit.Height + Gap;
            if (!apart)
                return true;
        }
        return false;
    }

    // Specks that are no digits.
    private void Dust(ref RandomDraws draws)
    {
        int specks = draws.Below(6);
        for (int i = 0; i < specks; i++)
        {
            PenPoint speck = new(draws.Uniform(0f, Width), draws.Uniform(0f, Height), draws.Uniform(0.3f, 1.3f), true);
            Ink.Draw([speck], 1f, _ink, Width, Height);
        }
    }
}
