using System;

namespace Devices.Imaging;

/// <summary>
/// Ink is what is darker than its surroundings by a share of their mean, so uneven light does not matter. The mean of any window costs
/// four reads of an integral image (Bradley and Roth, "Adaptive thresholding using the integral image", 2007).
/// </summary>
internal sealed class AdaptiveThreshold
{
    private readonly int _width, _height, _radius;
    private readonly float _share;
    private readonly uint[] _sums;

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows; <c>255 * width * height</c> must fit into 32 bits.</param>
    /// <param name="radius">The window has 2 * radius + 1 rows and columns.</param>
    /// <param name="share">How much darker than the mean ink is, as a share of the mean.</param>
    public AdaptiveThreshold(int width, int height, int radius, float share)
    {
        (_width, _height, _radius, _share) = (width, height, radius, share);
        _sums = new uint[(width + 1) * (height + 1)];
    }

    /// <summary>Marks ink with 1 and paper with 0.</summary>
    public void Mark(ReadOnlySpan<byte> frame, Span<byte> ink)
    {
        Integrate(frame);
        // pixel < (1 - share) * mean, in integers: pixel * area * 256 < keep * sum; 255 * 2^24 * 256 fits into 64 bits.
        ulong keep = (ulong)((1f - _share) * 256f);
        for (int y = 0; y < _height; y++)
        {
            int top = Math.Max(0, y - _radius), bottom = Math.Min(_height, y + _radius + 1);
            ReadOnlySpan<uint> above = _sums.AsSpan(top * (_width + 1), _width + 1), below = _sums.AsSpan(bottom * (_width + 1), _width + 1);
            for (int x = 0; x < _width; x++)
            {
                int left = Math.Max(0, x - _radius), right = Math.Min(_width, x + _radius + 1);
                uint sum = below[right] - below[left] - above[right] + above[left];
                ulong area = (ulong)((right - left) * (bottom - top));
                int at = (y * _width) + x;
                ink[at] = frame[at] * area * 256 < keep * sum ? (byte)1 : (byte)0;
            }
        }
    }

    // Row 0 and column 0 stay zero.
    private void Integrate(ReadOnlySpan<byte> frame)
    {
        for (int y = 0; y < _height; y++)
        {
            ReadOnlySpan<byte> row = frame.Slice(y * _width, _width);
            ReadOnlySpan<uint> above = _sums.AsSpan(y * (_width + 1), _width + 1);
            Span<uint> sums = _sums.AsSpan((y + 1) * (_width + 1), _width + 1);
            uint line = 0;
            for (int x = 0; x < row.Length; x++)
            {
                line += row[x];
                sums[x + 1] = above[x + 1] + line;
            }
        }
    }
}
