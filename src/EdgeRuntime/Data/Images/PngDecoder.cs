using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace EdgeRuntime.Data.Images;

/// <summary>From checked chunks to pixels. The pixel array grows with the rows that really arrive.</summary>
internal sealed class PngDecoder
{
    private const int FirstPixels = 1 << 20;

    // The seven passes of Adam7: first column, first row, step across, step down (PNG 8.1).
    private static readonly (int X, int Y, int DX, int DY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly PngChunks _chunks;
    private readonly PngHeader _header;
    private readonly string _name;
    private readonly int _channels;

    // 8 bits a sample and nothing to look up: a row without its filter is already a row of pixels.
    private readonly bool _rowsAreFinished;

    private readonly ushort[] _samples;
    private byte[] _pixels;

    public PngDecoder(byte[] file, string name)
    {
        _name = name;
        _chunks = new PngChunks(file, name);
        _header = _chunks.Header;
        bool alpha = _header.Colour is PngColour.GreyAlpha or PngColour.Rgba || _chunks.Transparency.Length > 0;
        _channels = alpha ? 4 : _header.Colour == PngColour.Grey ? 1 : 3;
        _samples = new ushort[_header.Width * _header.SamplesPerPixel];
        _rowsAreFinished = _header.BitDepth == 8 && _header.Colour != PngColour.Palette && _header.SamplesPerPixel == _channels && !_header.Interlaced;
        long length = (long)_header.Width * _header.Height * _channels;
        _pixels = new byte[Math.Min(length, FirstPixels)];
    }

    public Image Decode()
    {
        long rawLength = RawLength();
        if (rawLength / BoundedRead.DeflateRatio > _chunks.CompressedLength)
            Throw.Format($"'{_name}' claims {_header.Width} x {_header.Height} pixels, which {_chunks.CompressedLength} compressed bytes cannot hold.");
        using Stream compressed = _chunks.OpenData();
        using ZLibStream inflated = new(compressed, CompressionMode.Decompress);
        if (_header.Interlaced)
        {
            // The first pass touches rows all over the picture, so all data must have arrived before the pixel array may be made.
            using MemoryStream raw = new(BoundedRead.Exactly(inflated, rawLength, $"'{_name}'"), writable: false);
            foreach ((int x, int y, int dx, int dy) in s_adam7)
                Pass(raw, x, y, dx, dy);
        }
        else
        {
            Pass(inflated, 0, 0, 1, 1);
            BoundedRead.End(inflated, $"'{_name}'");
        }
        return new Image(_header.Width, _header.Height, _channels, _pixels);
    }

    private long RawLength()
    {
        if (!_header.Interlaced)
            return (1L + _header.RowBytes(_header.Width)) * _header.Height;
        long sum = 0;
        foreach ((int x, int y, int dx, int dy) in s_adam7)
        {
            int columns = Steps(_header.Width, x, dx);
            sum += columns == 0 ? 0 : (1L + _header.RowBytes(columns)) * Steps(_header.Height, y, dy);
        }
        return sum;
    }

    private static int Steps(int size, int first, int step) => size <= first ? 0 : (size - first + step - 1) / step;

    private void Pass(Stream raw, int firstX, int firstY, int stepX, int stepY)
    {
        int columns = Steps(_header.Width, firstX, stepX);
        if (columns == 0)
            return;
        int rowBytes = _header.RowBytes(columns);
        byte[] row = new byte[1 + rowBytes], above = new byte[1 + rowBytes];
        for (int y = firstY; y < _header.Height; y += stepY)
        {
            BoundedRead.Fill(raw, row, $"'{_name}'");
            if (!PngRows.Unfilter(row[0], row.AsSpan(1), above.AsSpan(1), _header.FilterDistance))
                Throw.Format($"'{_name}': row {y} has the filter {row[0]}; PNG has 0 to 4. The file is corrupt.");
            Grow(y + 1);
            int target = ((y * _header.Width) + firstX) * _channels;
            if (_rowsAreFinished)
            {
                row.AsSpan(1).CopyTo(_pixels.AsSpan(target));
            }
            else
            {
                PngRows.Unpack(row.AsSpan(1), _header.BitDepth, _samples.AsSpan(0, columns * _header.SamplesPerPixel));
                Store(columns, target, stepX * _channels);
            }
            (row, above) = (above, row);
        }
    }

    private void Grow(int rows)
    {
        long needed = (long)rows * _header.Width * _channels, all = (long)_header.Height * _header.Width * _channels;
        if (needed > _pixels.Length)
            Array.Resize(ref _pixels, (int)Math.Min(all, Math.Max(needed, _pixels.Length * 2L)));
    }

    private void Store(int columns, int target, int step)
    {
        int depth = _header.BitDepth, samples = _header.SamplesPerPixel;
        for (int i = 0; i < columns; i++, target += step)
        {
            ReadOnlySpan<ushort> source = _samples.AsSpan(i * samples, samples);
            Span<byte> pixel = _pixels.AsSpan(target, _channels);
            if (_header.Colour == PngColour.Palette)
            {
                StorePalette(source[0], pixel);
                continue;
            }
            bool grey = samples <= 2;
            pixel[0] = PngRows.ToByte(source[0], depth);
            if (_channels > 1)
            {
                pixel[1] = PngRows.ToByte(source[grey ? 0 : 1], depth);
                pixel[2] = PngRows.ToByte(source[grey ? 0 : 2], depth);
            }
            if (_channels == 4)
                pixel[3] = _chunks.Transparency.Length > 0 ? KeyAlpha(source) : PngRows.ToByte(source[^1], depth);
        }
    }

    private void StorePalette(int index, Span<byte> pixel)
    {
        if (index * 3 >= _chunks.Palette.Length)
            Throw.Format($"'{_name}': a pixel names palette entry {index} of {_chunks.Palette.Length / 3}. The file is corrupt.");
        _chunks.Palette.AsSpan(index * 3, 3).CopyTo(pixel);
        if (_channels == 4)
            pixel[3] = index < _chunks.Transparency.Length ? _chunks.Transparency[index] : (byte)255;
    }

    // tRNS of grey and RGB pictures names the one colour that is transparent.
    private byte KeyAlpha(ReadOnlySpan<ushort> source)
    {
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != BinaryPrimitives.ReadUInt16BigEndian(_chunks.Transparency.AsSpan(2 * i)))
                return 255;
        }
        return 0;
    }
}
