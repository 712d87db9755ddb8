using System;

namespace EdgeRuntime.Data.Images;

/// <summary>A picture of bytes, row by row from the top left, channels together: [Height, Width, Channels], values 0 to 255.</summary>
public sealed class Image
{
    /// <summary>The most pixels that a decoder accepts: 64 Mi.</summary>
    public const long MaxPixels = 64L << 20;

    /// <summary>The longest side that a decoder accepts.</summary>
    public const int MaxSide = 65_535;

    private readonly byte[] _pixels;

    /// <summary>A black picture.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 grey, 3 RGB, 4 RGBA (alpha not multiplied into the colour).</param>
    /// <exception cref="EdgeException">Kind Data: a size that is not positive or over the limits.</exception>
    public Image(int width, int height, int channels)
        : this(width, height, channels, new byte[CheckedLength(width, height, channels)])
    {
    }

    /// <summary>A picture over pixels that are already there; the array is not copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 grey, 3 RGB, 4 RGBA.</param>
    /// <param name="pixels">Exactly <c>height * width * channels</c> bytes.</param>
    /// <exception cref="EdgeException">Kind Data: the sizes do not fit together.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int length = CheckedLength(width, height, channels);
        if (pixels.Length != length)
            Throw.Data($"A picture of {width} x {height} x {channels} needs {length} bytes, got {pixels.Length}.");
        (Width, Height, Channels, _pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 grey, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>The bytes, [Height, Width, Channels].</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The bytes of one row, [Width, Channels].</summary>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>
    /// The same picture with 1 (grey) or 3 (RGB) channels. Transparent pixels lie over white;
    /// grey is <c>(77 R + 150 G + 29 B + 128) / 256</c>, the weights of ITU-R BT.601.
    /// </summary>
    /// <exception cref="EdgeException">Kind Data: another number of channels.</exception>
    public Image WithChannels(int channels)
    {
        if (channels is not (1 or 3))
            Throw.Data($"Pictures convert to 1 or 3 channels, not {channels}.");
        if (channels == Channels)
            return this;
        Image result = new(Width, Height, channels);
        for (int i = 0; i < Width * Height; i++)
        {
            (byte red, byte green, byte blue) = OverWhite(i);
            if (channels == 1)
            {
                result._pixels[i] = (byte)(((77 * red) + (150 * green) + (29 * blue) + 128) >> 8);
                continue;
            }
            result._pixels[i * 3] = red;
            result._pixels[(i * 3) + 1] = green;
            result._pixels[(i * 3) + 2] = blue;
        }
        return result;
    }

    /// <summary>Refuses sizes that are not positive or that no decoder of Edge would accept.</summary>
    internal static int CheckedLength(int width, int height, int channels)
    {
        if (width < 1 || height < 1 || width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
            Throw.Data($"A picture of {width} x {height} pixels is outside the limits: sides 1 to {MaxSide}, at most {MaxPixels} pixels.");
        if (channels is not (1 or 3 or 4))
            Throw.Data($"A picture has 1, 3 or 4 channels, not {channels}.");
        return width * height * channels;
    }

    private (byte Red, byte Green, byte Blue) OverWhite(int pixel)
    {
        if (Channels == 1)
            return (_pixels[pixel], _pixels[pixel], _pixels[pixel]);
        ReadOnlySpan<byte> source = _pixels.AsSpan(pixel * Channels, Channels);
        if (Channels == 3)
            return (source[0], source[1], source[2]);
        int alpha = source[3];
        return (Blend(source[0], alpha), Blend(source[1], alpha), Blend(source[2], alpha));
    }

    private static byte Blend(int colour, int alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
