using System;

namespace EdgeRuntime.Data.Digits;

/// <summary>Draws the path of a pen into a picture of coverage, 0 (paper) to 1 (ink), with smooth edges.</summary>
internal static class Ink
{
    /// <summary>The box around the path, with the width of the line.</summary>
    public static (float Left, float Top, float Right, float Bottom) Bounds(ReadOnlySpan<PenPoint> path)
    {
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        foreach (PenPoint p in path)
        {
            left = MathF.Min(left, p.X - p.Radius);
            top = MathF.Min(top, p.Y - p.Radius);
            right = MathF.Max(right, p.X + p.Radius);
            bottom = MathF.Max(bottom, p.Y + p.Radius);
        }
        return (left, top, right, bottom);
    }

    /// <summary>Moves and scales the path: first times <paramref name="scale"/>, then plus the offsets.</summary>
    public static void Place(Span<PenPoint> path, float scale, float x, float y)
    {
        foreach (ref PenPoint p in path)
            (p.X, p.Y, p.Radius) = ((p.X * scale) + x, (p.Y * scale) + y, p.Radius * scale);
    }

    /// <summary>Draws over what is there; where lines cross, the darker one counts. Pixel centres are at .5.</summary>
    /// <param name="path">The path in pixels.</param>
    /// <param name="softness">How many pixels an edge takes from ink to paper.</param>
    /// <param name="coverage">[height, width].</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static void Draw(ReadOnlySpan<PenPoint> path, float softness, Span<float> coverage, int width, int height)
    {
        for (int i = 0; i < path.Length; i++)
        {
            bool single = path[i].StartsStroke && (i + 1 == path.Length || path[i + 1].StartsStroke);
            if (!path[i].StartsStroke || single)
                Segment(path[single ? i : i - 1], path[i], softness, coverage, width, height);
        }
    }

    private static void Segment(PenPoint a, PenPoint b, float softness, Span<float> coverage, int width, int height)
    {
        float reach = MathF.Max(a.Radius, b.Radius) + softness;
        int left = Math.Max(0, (int)MathF.Floor(MathF.Min(a.X, b.X) - reach)), right = Math.Min(width - 1, (int)MathF.Floor(MathF.Max(a.X, b.X) + reach));
        int top = Math.Max(0, (int)MathF.Floor(MathF.Min(a.Y, b.Y) - reach)), bottom = Math.Min(height - 1, (int)MathF.Floor(MathF.Max(a.Y, b.Y) + reach));
        float dx = b.X - a.X, dy = b.Y - a.Y;
        float length2 = MathF.Max((dx * dx) + (dy * dy), 1e-12f);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float px = x + 0.5f - a.X, py = y + 0.5f - a.Y;
                float along = Math.Clamp(((px * dx) + (py * dy)) / length2, 0f, 1f);
                float ox = px - (along * dx), oy = py - (along * dy);
                float distance = MathF.Sqrt((ox * ox) + (oy * oy));
                float radius = a.Radius + (along * (b.Radius - a.Radius));
                float ink = Math.Clamp(((radius - distance) / softness) + 0.5f, 0f, 1f);
                ref float pixel = ref coverage[(y * width) + x];
                pixel = MathF.Max(pixel, ink);
            }
        }
    }
}
