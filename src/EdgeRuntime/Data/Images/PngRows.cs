using System;

namespace EdgeRuntime.Data.Images;

/// <summary>What happens to one PNG row: the filter is undone, then its samples become bytes.</summary>
internal static class PngRows
{
    /// <summary>Undoes the row filter in place; <paramref name="above"/> is the finished row before, zeros for the first (PNG 9.2).</summary>
    public static bool Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (int i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                return true;
            case 2:
                for (int i = 0; i < row.Length; i++)
                    row[i] += above[i];
                return true;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i >= distance ? row[i - distance] : 0) + above[i]) >> 1);
                return true;
            case 4:
                for (int i = 0; i < row.Length; i++)
                    row[i] += i >= distance ? Paeth(row[i - distance], above[i], above[i - distance]) : above[i];
                return true;
            default:
                return false;
        }
    }

    /// <summary>The samples of a row as 16-bit numbers of their own depth.</summary>
    public static void Unpack(ReadOnlySpan<byte> row, int bitDepth, Span<ushort> samples)
    {
        switch (bitDepth)
        {
            case 16:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = (ushort)((row[2 * i] << 8) | row[(2 * i) + 1]);
                break;
            case 8:
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = row[i];
                break;
            default:
                int perByte = 8 / bitDepth, mask = (1 << bitDepth) - 1;
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = (ushort)((row[i / perByte] >> (8 - bitDepth - (i % perByte * bitDepth))) & mask);
                break;
        }
    }

    /// <summary>A sample scaled to 0..255, to the nearest.</summary>
    public static byte ToByte(int sample, int bitDepth) => bitDepth switch
    {
        16 => (byte)(((sample * 255) + 32767) / 65535),
        8 => (byte)sample,
        4 => (byte)(sample * 17),
        2 => (byte)(sample * 85),
        _ => (byte)(sample * 255),
    };

    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft);
        int toAbove = Math.Abs(left - aboveLeft);
        int toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
