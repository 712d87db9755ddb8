using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;
using EdgeRuntime.Files;

namespace EdgeRuntime.Data.Images;

/// <summary>PNG files (W3C PNG specification, third edition): all colour types, depths, palettes, transparency and Adam7 in; 8 bits out.</summary>
public static class Png
{
    /// <summary>The first eight bytes of every PNG file.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Whether the bytes start like a PNG file.</summary>
    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>
    /// Decodes a file; samples are scaled to 8 bits to the nearest, gamma and colour profiles are not applied.
    /// Grey without transparency gives 1 channel, colour 3, anything with transparency 4.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="EdgeException">Kind Format: truncated, corrupt or contradicting itself.</exception>
    public static Image Decode(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!IsPng(file))
            Throw.Format($"'{name}' is not a PNG file.");
        return new PngDecoder(file, name).Decode();
    }

    /// <summary>Encodes a picture of 1, 3 or 4 channels, 8 bits a sample; the same picture gives the same pixels, not always the same file.</summary>
    public static byte[] Encode(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using MemoryStream file = new();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch { 1 => PngColour.Grey, 3 => PngColour.Rgb, _ => PngColour.Rgba });
        header[10..].Clear();
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(image));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Writes a picture as a PNG file.</summary>
    /// <exception cref="EdgeException">Kind Data: the file cannot be written.</exception>
    public static void Write(string path, Image image)
    {
        byte[] file = Encode(image);
        try
        {
            WholeFile.Write(path, file);
        }
        catch (IOException error)
        {
            Throw.Data($"'{path}' cannot be written: {error.Message}", error);
        }
    }

    private static byte[] Compress(Image image)
    {
        using MemoryStream compressed = new();
        using (ZLibStream deflate = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int rowBytes = image.Width * image.Channels;
            byte[] filtered = new byte[1 + rowBytes];
            filtered[0] = 1; // Sub, the difference to the pixel on the left: smooth rows become small numbers
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                for (int i = 0; i < rowBytes; i++)
                    filtered[1 + i] = (byte)(row[i] - (i >= image.Channels ? row[i - image.Channels] : 0));
                deflate.Write(filtered);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> body)
    {
        Span<byte> word = stackalloc byte[4], name = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, body.Length);
        file.Write(word);
        Encoding.Latin1.GetBytes(type, name);
        file.Write(name);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(body, Crc32.Of(name)));
        file.Write(word);
    }
}
