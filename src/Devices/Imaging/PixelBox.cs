using System;

namespace Devices.Imaging;

/// <summary>A box of pixels, the last column and row included.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
public readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Columns.</summary>
    public int Width => Right - Left + 1;

    /// <summary>Rows.</summary>
    public int Height => Bottom - Top + 1;

    /// <summary>The smallest box around both.</summary>
    public PixelBox Union(PixelBox other) =>
        new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>The common area by the area of both together, 0 (apart) to 1 (equal).</summary>
    public float Overlap(PixelBox other)
    {
        int width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left) + 1, height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) + 1;
        if (width <= 0 || height <= 0)
            return 0f;
        float common = (float)width * height;
        return common / (((float)Width * Height) + ((float)other.Width * other.Height) - common);
    }
}
