using System;

namespace EdgeCli.Live;

/// <summary>
/// Curves of dots in letters: a braille letter has 2 x 4 of them, so that a plot of 60 x 8 letters has 120 x 32 dots. A letter has one
/// colour: that of the curve drawn last through it.
/// </summary>
internal sealed class BraillePlot(int columns, int rows)
{
    private const int DotColumns = 2, DotRows = 4;
    private const char Empty = '\u2800';

    // Bits of U+2800: dots 1-3 and 7 are the left column from the top, 4-6 and 8 the right one (Unicode, "Braille Patterns").
    private static readonly byte[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly byte[,] dots = new byte[rows, columns];
    private readonly int[,] owners = new int[rows, columns];

    /// <summary>Dots from left to right.</summary>
    public int Width => columns * DotColumns;

    /// <summary>Dots from top to bottom.</summary>
    public int Height => rows * DotRows;

    /// <summary>Sets a dot; one outside the plot is left out.</summary>
    public void Dot(int x, int y, int curve)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        dots[y / DotRows, x / DotColumns] |= Bits[(y % DotRows * DotColumns) + (x % DotColumns)];
        owners[y / DotRows, x / DotColumns] = curve;
    }

    /// <summary>A line of dots without gaps (Bresenham).</summary>
    public void Line(int fromX, int fromY, int toX, int toY, int curve)
    {
        int steps = Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY));
        for (int i = 0; i <= steps; i++)
        {
            // Rounded halves away from zero: the same dots whichever end is first would need more, and nobody sees it.
            double part = steps == 0 ? 0 : (double)i / steps;
            Dot((int)Math.Round(fromX + (part * (toX - fromX))), (int)Math.Round(fromY + (part * (toY - fromY))), curve);
        }
    }

    /// <summary>The letter at a place, a braille blank where it has no dots.</summary>
    public char Letter(int row, int column) => (char)(Empty + dots[row, column]);

    /// <summary>Which curve the letter is coloured as.</summary>
    public int Owner(int row, int column) => owners[row, column];
}
