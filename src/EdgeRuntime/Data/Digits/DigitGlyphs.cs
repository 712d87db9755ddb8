using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Digits;

/// <summary>One way to write a digit: control points in a box of 0 to 1, y downwards.</summary>
internal sealed class DigitGlyph(GlyphPoint[] points)
{
    public ReadOnlySpan<GlyphPoint> Points => points;
}

/// <summary>A control point; at a corner the curve may break its direction.</summary>
internal readonly record struct GlyphPoint(float X, float Y, bool StartsStroke, bool IsCorner);

/// <summary>
/// The ways that people write each digit, drawn by hand for Edge. Points are percent of the box, <c>|</c> lifts the pen,
/// <c>!</c> marks a corner; a smooth curve runs through the points (Catmull and Rom).
/// </summary>
internal static class DigitGlyphs
{
    private static readonly string[][] s_text =
    [
        [
            "52,2 25,12 8,45 14,82 40,99 70,90 86,55 78,18 52,2",
            "62,8 35,3 12,30 8,65 30,97 62,92 82,60 78,22 55,4 38,14",
            "50,0 28,25 24,60 38,95 58,98 74,70 74,30 58,3 44,6",
            "50,3 18,15 3,50 18,86 50,97 82,86 97,50 82,15 50,3",
            "70,4 40,8 12,40 8,78 30,98 60,86 84,50 86,20 68,3",
        ],
        [
            "50,0 50,100",
            "58,0 50,50 44,100",
            "26,24 55,0! 52,50 50,100",
            "28,22 52,0! 52,98 | 25,98 80,98",
            "46,0 51,50 53,100",
        ],
        [
            "12,25 25,6 52,0 78,12 80,35 60,60 35,80 8,98! 45,96 90,97",
            "15,22 35,2 65,2 80,22 70,48 45,75 20,95 8,90 18,76 40,80 65,95 92,92",
            "14,18 45,2 76,14 74,40 45,68 12,96! 90,96",
            "10,30 20,8 50,2 72,18 66,45 40,72 12,96! 30,88 55,92 75,99 92,88",
            "8,20 40,2 72,16 66,50 40,84 18,98 6,86 24,74 48,84 72,94 98,80",
        ],
        [
            "14,12 40,0 70,8 74,28 60,42 38,47! 66,50 84,68 74,90 45,100 12,88",
            "15,10 45,0 74,14 66,38 40,48 70,56 82,76 62,96 32,99 8,86",
            "15,3 78,3! 45,42! 72,50 84,70 70,93 40,100 10,90",
            "12,14 42,0 72,12 66,36 42,48 34,46 46,42 72,54 80,78 55,98 15,92",
            "20,6 55,0 80,12 70,34 42,46! 76,52 88,72 70,92 38,96 6,100",
        ],
        [
            "25,0 12,58! 85,56 | 66,15 62,100",
            "20,4 14,45 30,58 70,52 | 78,0 72,50 66,100",
            "62,0 8,68! 92,66 | 62,0 60,100",
            "18,5 15,40 40,55 75,45! 80,5! 74,50 68,100",
            "30,4 20,30 8,52! 50,54 94,48 | 70,2 60,50 52,100",
        ],
        [
            "25,2! 18,45 45,36 78,48 84,72 62,96 30,99 8,86 | 25,3 82,2",
            "82,2 28,5! 20,44 50,38 80,55 78,82 48,99 10,90",
            "84,6 45,2 22,15 25,38 60,50 80,70 64,95 30,99 8,86",
            "30,8 22,48 55,44 74,66 60,92 28,100 5,88 | 30,8 60,6 90,0",
            "94,0 48,6! 36,42 60,46 72,64 58,88 30,98 4,94",
        ],
        [
            "72,2 40,18 16,55 14,84 40,100 70,92 76,68 52,54 24,66 15,80",
            "58,0 32,35 16,70 30,97 62,97 78,76 62,58 34,64 19,84",
            "78,14 58,1 30,20 14,60 22,92 50,100 76,86 72,62 46,56 20,74",
            "50,0 22,40 12,76 32,99 64,92 72,70 50,60 30,70",
            "90,0 52,28 20,64 14,90 36,100 62,88 66,70 46,66 20,86",
        ],
        [
            "10,8 48,6 86,4! 62,45 40,100",
            "10,6 84,4! 58,50 38,100 | 28,52 78,48",
            "14,22 14,6! 50,8 86,4! 66,40 50,100",
            "8,14 30,2 84,8 72,40 50,70 44,100",
            "12,18 34,6 60,14 88,4! 64,44 34,100",
        ],
        [
            "74,14 48,0 22,14 28,36 60,54 80,76 58,99 26,96 16,74 40,52 70,34 76,14",
            "50,0 26,12 28,36 50,46 74,36 74,12 50,0 | 50,46 20,62 20,88 50,100 80,88 80,62 50,46",
            "84,10 50,2 30,18 44,42 66,62 62,90 36,99 18,82 34,58 66,36 82,12",
            "60,50 28,34 34,8 62,2 76,18 56,46 24,66 20,90 46,100 68,84 60,50",
        ],
        [
            "76,22 52,2 22,14 16,38 40,52 68,40 78,14! 74,55 68,100",
            "76,20 46,2 18,20 24,46 54,48 76,22! 80,60 66,92 36,100 14,90",
            "70,10 40,2 18,22 26,48 54,48 72,26 76,8! 62,60 48,100",
            "78,28 60,4 30,4 14,28 32,50 64,40 78,16 78,50 72,76 60,100",
            "82,6 44,4 18,30 34,48 62,34 82,6! 60,56 34,100",
        ],
    ];

    private static readonly DigitGlyph[][] s_glyphs = Array.ConvertAll(s_text, variants => Array.ConvertAll(variants, Parse));

    /// <summary>The most control points of a glyph.</summary>
    public const int MaxPoints = 20;

    public static ReadOnlySpan<DigitGlyph> Variants(int digit) => s_glyphs[digit];

    private static DigitGlyph Parse(string text)
    {
        List<GlyphPoint> points = [];
        bool starts = true;
        foreach (string item in text.Split(' '))
        {
            if (item == "|")
            {
                starts = true;
                continue;
            }
            string[] numbers = item.TrimEnd('!').Split(',');
            points.Add(new GlyphPoint(Percent(numbers[0]), Percent(numbers[1]), starts, item.EndsWith('!')));
            starts = false;
        }
        return new DigitGlyph([.. points]);
    }

    private static float Percent(string text) => int.Parse(text, CultureInfo.InvariantCulture) / 100f;
}
