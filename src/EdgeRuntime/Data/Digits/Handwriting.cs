using System;

namespace EdgeRuntime.Data.Digits;

/// <summary>
/// From a glyph to the path of a pen: control points jittered, bent by an elastic field, joined by smooth curves, slanted and turned.
/// The result is about one unit high. Arithmetic is + - * / and sqrt alone, so every CPU draws the same digit.
/// </summary>
internal static class Handwriting
{
    /// <summary>Enough for every glyph: 20 control points and 8 steps between two of them.</summary>
    public const int MaxPoints = DigitGlyphs.MaxPoints * Steps;

    private const int Steps = 8, Grid = 3;

    /// <summary>Writes one digit and returns the number of points.</summary>
    public static int Write(int digit, in Writer writer, ref RandomDraws draws, Span<PenPoint> path)
    {
        ReadOnlySpan<DigitGlyph> variants = DigitGlyphs.Variants(digit);
        ReadOnlySpan<GlyphPoint> glyph = variants[writer.Variant(digit, variants.Length, ref draws)].Points;
        Span<GlyphPoint> points = stackalloc GlyphPoint[glyph.Length];
        Distort(glyph, points, writer, ref draws);
        int count = Join(points, writer, path);
        Press(path[..count], writer, ref draws);
        Lean(path[..count], writer, ref draws);
        return count;
    }

    private static void Distort(ReadOnlySpan<GlyphPoint> glyph, Span<GlyphPoint> points, in Writer writer, ref RandomDraws draws)
    {
        Span<float> fieldX = stackalloc float[Grid * Grid], fieldY = stackalloc float[Grid * Grid];
        for (int i = 0; i < Grid * Grid; i++)
            (fieldX[i], fieldY[i]) = (draws.Normal(0f, 0.11f), draws.Normal(0f, 0.08f));
        float waist = writer.Waist + draws.Normal(0f, 0.06f);
        for (int i = 0; i < glyph.Length; i++)
        {
            GlyphPoint p = glyph[i];
            // A parabola that keeps top and bottom and moves the middle.
            float y = p.Y + (4f * waist * p.Y * (1f - p.Y));
            float x = p.X + draws.Normal(0f, writer.Unsteadiness) + Field(fieldX, p.X, p.Y);
            y += draws.Normal(0f, writer.Unsteadiness) + Field(fieldY, p.X, p.Y);
            points[i] = p with { X = x, Y = y };
        }
    }

    // A Bezier patch of degree 2 over the box: smooth, and never larger than its largest control value.
    private static float Field(ReadOnlySpan<float> grid, float x, float y)
    {
        Span<float> bx = [(1 - x) * (1 - x), 2 * x * (1 - x), x * x];
        Span<float> by = [(1 - y) * (1 - y), 2 * y * (1 - y), y * y];
        float sum = 0;
        for (int row = 0; row < Grid; row++)
        {
            for (int column = 0; column < Grid; column++)
                sum += grid[(row * Grid) + column] * by[row] * bx[column];
        }
        return sum;
    }

    private static int Join(ReadOnlySpan<GlyphPoint> points, in Writer writer, Span<PenPoint> path)
    {
        int count = 0;
        float tension = 0.5f * writer.Roundness;
        for (int i = 0; i < points.Length; i++)
        {
            GlyphPoint p1 = points[i];
            if (p1.StartsStroke)
                path[count++] = new PenPoint(p1.X, p1.Y, 1f, true);
            if (i + 1 == points.Length || points[i + 1].StartsStroke)
                continue;
            GlyphPoint p2 = points[i + 1];
            GlyphPoint p0 = p1.StartsStroke || p1.IsCorner ? p1 : points[i - 1];
            GlyphPoint p3 = p2.IsCorner || i + 2 == points.Length || points[i + 2].StartsStroke ? p2 : points[i + 2];
            for (int step = 1; step <= Steps; step++)
            {
                float t = (float)step / Steps;
                float x = Hermite(p1.X, p2.X, tension * (p2.X - p0.X), tension * (p3.X - p1.X), t);
                float y = Hermite(p1.Y, p2.Y, tension * (p2.Y - p0.Y), tension * (p3.Y - p1.Y), t);
                path[count++] = new PenPoint(x, y, 1f, false);
            }
        }
        return count;
    }

    private static float Hermite(float from, float to, float slopeFrom, float slopeTo, float t)
    {
        float t2 = t * t, t3 = t2 * t;
        return (((2 * t3) - (3 * t2) + 1) * from) + ((t3 - (2 * t2) + t) * slopeFrom) + (((3 * t2) - (2 * t3)) * to) + ((t3 - t2) * slopeTo);
    }

    // The width of the line wanders slowly along the whole path, and strokes may end thin.
    private static void Press(Span<PenPoint> path, in Writer writer, ref RandomDraws draws)
    {
        float radius = writer.PenRadius * (1f + draws.Normal(0f, 0.08f));
        Span<float> knots = stackalloc float[5];
        for (int i = 0; i < knots.Length; i++)
            knots[i] = 1f + (writer.Pressure * draws.Uniform(-1f, 1f));
        for (int i = 0; i < path.Length; i++)
        {
            float place = (float)i / path.Length * (knots.Length - 1);
            int knot = (int)place;
            float share = place - knot;
            float width = (knots[knot] * (1f - share)) + (knots[knot + 1] * share);
            path[i].Radius = radius * MathF.Max(0.45f, width);
        }
    }

    // Slant, proportion and a small turn; the sine and cosine come from the tangent of half the angle, without libm.
    private static void Lean(Span<PenPoint> path, in Writer writer, ref RandomDraws draws)
    {
        float aspect = Math.Clamp(writer.Aspect * (1f + draws.Normal(0f, 0.14f)), 0.55f, 1.6f), slant = writer.Slant + draws.Normal(0f, 0.09f);
        float half = Math.Clamp(draws.Normal(0f, 0.05f), -0.15f, 0.15f);
        float cos = (1f - (half * half)) / (1f + (half * half)), sin = 2f * half / (1f + (half * half));
        foreach (ref PenPoint p in path)
        {
            float y = p.Y - 0.5f;
            float x = ((p.X - 0.5f) * aspect) - (slant * y);
            (p.X, p.Y) = ((cos * x) - (sin * y), (sin * x) + (cos * y));
        }
    }
}
