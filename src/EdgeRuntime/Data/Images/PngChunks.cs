using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace EdgeRuntime.Data.Images;

/// <summary>The chunks of a PNG file in their checked order: header, palette, transparency and where the compressed data lie.</summary>
internal sealed class PngChunks
{
    private readonly List<(int Start, int Length)> _data = [];
    private readonly byte[] _file;
    private readonly string _name;
    private bool _ended;

    public PngChunks(byte[] file, string name)
    {
        (_file, _name) = (file, name);
        int position = Png.Signature.Length;
        string before = "";
        while (!_ended)
        {
            (string type, int start, int length) = Next(position);
            Take(type, before, start, length);
            before = type;
            position = start + length + 4;
        }
        if (_data.Count == 0)
            Throw.Format($"'{name}' has no IDAT chunk: no picture.");
        if (Header.Colour == PngColour.Palette && Palette.Length == 0)
            Throw.Format($"'{name}' uses a palette and has none.");
    }

    public PngHeader Header { get; private set; }

    /// <summary>Red, green, blue of each entry; empty where there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk: alpha of the palette's first entries, or the 16-bit samples that are transparent.</summary>
    public byte[] Transparency { get; private set; } = [];

    public long CompressedLength { get; private set; }

    public Stream OpenData() => new PngDataStream(_file, _data);

    private (string Type, int Start, int Length) Next(int position)
    {
        if (_file.Length - position < 12)
            Throw.Format($"'{_name}' ends at byte {_file.Length} inside a chunk; the IEND chunk is missing. The file is truncated.");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(position));
        if (length > _file.Length - position - 12)
            Throw.Format($"'{_name}': the chunk at byte {position} claims {length} bytes; the file ends before that. It is truncated or corrupt.");
        ReadOnlySpan<byte> body = _file.AsSpan(position + 4, (int)length + 4);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(position + 8 + (int)length));
        uint computed = Crc32.Of(body);
        if (stored != computed)
            Throw.Format($"'{_name}': the chunk at byte {position} has the CRC {stored:x8}, its bytes give {computed:x8}. The file is corrupt.");
        return (Encoding.Latin1.GetString(body[..4]), position + 8, (int)length);
    }

    private void Take(string type, string before, int start, int length)
    {
        if ((before.Length == 0) != (type == "IHDR"))
            Throw.Format($"'{_name}': the IHDR chunk must stand first, and only there.");
        ReadOnlySpan<byte> body = _file.AsSpan(start, length);
        switch (type)
        {
            case "IHDR":
                Header = PngHeader.Parse(body, _name);
                break;
            case "PLTE":
                TakePalette(body);
                break;
            case "tRNS":
                TakeTransparency(body);
                break;
            case "IDAT":
                if (_data.Count > 0 && before != "IDAT")
                    Throw.Format($"'{_name}': the IDAT chunks do not follow each other.");
                _data.Add((start, length));
                CompressedLength += length;
                break;
            case "IEND":
                _ended = true;
                break;
            default:
                // Bit 5 of the first letter is 0 for chunks that must be understood.
                if ((type[0] & 0x20) == 0)
                    Throw.Unsupported($"'{_name}' has the critical chunk {Printable(type)}, which is not part of PNG. Save it as a plain PNG.");
                break;
        }
    }

    private void TakePalette(ReadOnlySpan<byte> body)
    {
        if (Palette.Length > 0 || _data.Count > 0 || body.Length is 0 or > 768 || body.Length % 3 != 0)
            Throw.Format($"'{_name}': a PLTE chunk of {body.Length} bytes is misplaced or has a wrong length (3 to 768, a multiple of 3).");
        if (Header.Colour == PngColour.Palette && body.Length / 3 > 1 << Header.BitDepth)
            Throw.Format($"'{_name}': the palette has {body.Length / 3} entries, more than {Header.BitDepth} bits can name.");
        Palette = body.ToArray();
    }

    private void TakeTransparency(ReadOnlySpan<byte> body)
    {
        int most = Header.Colour switch { PngColour.Grey => 2, PngColour.Rgb => 6, PngColour.Palette => Palette.Length / 3, _ => 0 };
        bool fits = Header.Colour == PngColour.Palette ? body.Length >= 1 && body.Length <= most : body.Length == most;
        if (!fits || most == 0 || Transparency.Length > 0 || _data.Count > 0)
            Throw.Format($"'{_name}': a tRNS chunk of {body.Length} bytes is misplaced or does not fit the colour type {Header.Colour}.");
        Transparency = body.ToArray();
    }

    private static string Printable(string type) => Convert.ToHexString(Encoding.Latin1.GetBytes(type)) + " '" + string.Concat(Array.ConvertAll(type.ToCharArray(), c => char.IsAsciiLetter(c) ? c : '?')) + "'";
}
