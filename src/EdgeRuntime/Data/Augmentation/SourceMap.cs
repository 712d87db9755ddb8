using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>
/// Where each pixel of a warped picture comes from: <c>source = A (pixel - center) + center + offset</c>. Every method gives what follows one more
/// change of the picture, done after those before. Doubles and + - * / alone, so that every machine finds the same.
/// </summary>
/// <param name="XX">How the source column follows the column.</param>
/// <param name="XY">How the source column follows the row.</param>
/// <param name="YX">How the source row follows the column.</param>
/// <param name="YY">How the source row follows the row.</param>
/// <param name="OffsetX">Pixels added to the source column.</param>
/// <param name="OffsetY">Pixels added to the source row.</param>
internal readonly record struct SourceMap(double XX, double XY, double YX, double YY, double OffsetX, double OffsetY)
{
    private const double RadiansOfDegree = Math.PI / 180;

    public static SourceMap Identity => new(1, 0, 0, 1, 0, 0);

    /// <summary>The picture turned counterclockwise (rows run downward).</summary>
    public SourceMap Rotated(double degrees)
    {
        (double sine, double cosine) = Turn(degrees);
        return Times(cosine, -sine, sine, cosine);
    }

    /// <summary>Upright lines lean by so much.</summary>
    public SourceMap Sheared(double degrees)
    {
        (double sine, double cosine) = Turn(degrees);
        return Times(1, sine / cosine, 0, 1);
    }

    /// <summary>The picture <paramref name="factor"/> times as large.</summary>
    public SourceMap Zoomed(double factor) => Times(1 / factor, 0, 0, 1 / factor);

    public SourceMap Flipped(bool horizontally, bool vertically) => Times(horizontally ? -1 : 1, 0, 0, vertically ? -1 : 1);

    /// <summary>The picture moved to the right and downward.</summary>
    public SourceMap Shifted(double right, double down) => this with
    {
        OffsetX = OffsetX - (XX * right) - (XY * down),
        OffsetY = OffsetY - (YX * right) - (YY * down),
    };

    /// <summary>Of a row a part is cut off and the rest stretched to the whole width.</summary>
    /// <param name="cut">The part of the width that is cut off, on both sides together.</param>
    /// <param name="before">The part of the width that is cut off on the left.</param>
    /// <param name="width">Pixels of a row.</param>
    public SourceMap Cropped(double cut, double before, int width) =>
        Times(1 - cut, 0, 0, 1) with { OffsetX = OffsetX + (XX * (width - 1) * (before - (cut / 2))) };

    /// <summary>The source of pixel 0 of a row, and the step from pixel to pixel.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows of the picture.</param>
    public WarpLine LineOf(int row, int width, int height)
    {
        double centerX = (width - 1) / 2.0, centerY = (height - 1) / 2.0, x = -centerX, y = row - centerY;
        return new WarpLine((float)((XX * x) + (XY * y) + centerX + OffsetX), (float)XX, (float)((YX * x) + (YY * y) + centerY + OffsetY), (float)YX);
    }

    /// <summary>
    /// Sine and cosine of an angle of -360 to 360 degrees: the angle is brought to -45 to 45 degrees and the series are summed to x^17, whose
    /// first dropped term is below 1e-18.
    /// </summary>
    public static (double Sine, double Cosine) Turn(double degrees)
    {
        double quarters = Math.Round(degrees / 90), x = (degrees - (90 * quarters)) * RadiansOfDegree, square = x * x;
        double sine = 0, cosine = 0;
        for (int n = 16; n >= 2; n -= 2)
        {
            sine = (1 + sine) * -square / (n * (n + 1));
            cosine = (1 + cosine) * -square / ((n - 1) * n);
        }
        sine = x * (1 + sine);
        cosine = 1 + cosine;
        return ((int)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    private SourceMap Times(double xx, double xy, double yx, double yy) => this with
    {
        XX = (XX * xx) + (XY * yx),
        XY = (XX * xy) + (XY * yy),
        YX = (YX * xx) + (YY * yx),
        YY = (YX * xy) + (YY * yy),
    };
}
