using System;
using System.Buffers.Binary;

namespace EdgeRuntime.Data.Images;

/// <summary>The IHDR chunk, checked (PNG specification, third edition, 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    public int SamplesPerPixel => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    // The distance that the row filters look back, at least one byte.
    public int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    public int RowBytes(int width) => (int)((((long)width * SamplesPerPixel * BitDepth) + 7) / 8);

    public static PngHeader Parse(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length != 13)
            Throw.Format($"'{name}': the IHDR chunk has {chunk.Length} bytes instead of 13.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width < 1 || height < 1 || width > Image.MaxSide || height > Image.MaxSide || (long)width * height > Image.MaxPixels)
            Throw.Format($"'{name}' claims {width} x {height} pixels; sides are 1 to {Image.MaxSide}, pixels at most {Image.MaxPixels}.");
        int depth = chunk[8];
        PngColour colour = (PngColour)chunk[9];
        bool valid = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!valid)
            Throw.Format($"'{name}': colour type {chunk[9]} with {depth} bits does not exist in PNG.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            Throw.Format($"'{name}': compression {chunk[10]}, filter {chunk[11]}, interlace {chunk[12]}; PNG has 0, 0 and 0 or 1.");
        return new PngHeader((int)width, (int)height, depth, colour, chunk[12] == 1);
    }
}

/// <summary>The colour types of PNG.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
