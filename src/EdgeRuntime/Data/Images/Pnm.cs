using System;

namespace EdgeRuntime.Data.Images;

/// <summary>The grey and colour pictures of Netpbm: P2 and P3 (text), P5 and P6 (binary), largest value 1 to 65535.</summary>
internal static class Pnm
{
    private const int FirstPixels = 1 << 20;

    /// <summary>Whether the bytes start like one of these files.</summary>
    public static bool IsPnm(ReadOnlySpan<byte> file) => file.Length >= 3 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'7' && IsSpace(file[2]);

    /// <summary>Decodes a file; values are scaled so that its largest value becomes 255.</summary>
    /// <exception cref="EdgeException">Kind Format: it is corrupt; Unsupported: P1, P4 or P7.</exception>
    public static Image Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!IsPnm(file))
            Throw.Format($"'{name}' is not a PGM or PPM file.");
        char kind = (char)file[1];
        if (kind is not ('2' or '3' or '5' or '6'))
            Throw.Unsupported($"'{name}' is a P{kind} file; Edge reads P2, P3, P5 and P6. Convert it to PGM or PNG.");
        Cursor cursor = new(file, name) { Position = 2 };
        int width = cursor.Number("width"), height = cursor.Number("height"), largest = cursor.Number("largest value");
        if (width < 1 || height < 1 || width > Image.MaxSide || height > Image.MaxSide || (long)width * height > Image.MaxPixels)
            Throw.Format($"'{name}' claims {width} x {height} pixels; sides are 1 to {Image.MaxSide}, pixels at most {Image.MaxPixels}.");
        if (largest is < 1 or > 65535)
            Throw.Format($"'{name}' claims the largest value {largest}; it must be 1 to 65535.");
        int channels = kind is '3' or '6' ? 3 : 1;
        byte[] pixels = kind is '5' or '6'
            ? Binary(ref cursor, (long)width * height * channels, largest)
            : Text(ref cursor, (long)width * height * channels, largest);
        return new Image(width, height, channels, pixels);
    }

    private static byte[] Binary(ref Cursor cursor, long count, int largest)
    {
        // Exactly one white space byte stands between the header and the pixels.
        ReadOnlySpan<byte> data = cursor.Rest()[1..];
        long needed = count * (largest > 255 ? 2 : 1);
        if (data.Length < needed)
            Throw.Format($"'{cursor.Name}' promises {needed} bytes of pixels, but only {data.Length} are there. The file is truncated or corrupt.");
        byte[] pixels = new byte[count];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Scale(largest > 255 ? (data[2 * i] << 8) | data[(2 * i) + 1] : data[i], largest, cursor.Name);
        return pixels;
    }

    private static byte[] Text(ref Cursor cursor, long count, int largest)
    {
        // A value needs a digit and a separator (the last one only a digit).
        if (cursor.Rest().Length < (count * 2) - 1)
            Throw.Format($"'{cursor.Name}' promises {count} values, but only {cursor.Rest().Length} bytes are left. The file is truncated or corrupt.");
        byte[] pixels = new byte[Math.Min(count, FirstPixels)];
        for (int i = 0; i < count; i++)
        {
            if (i == pixels.Length)
                Array.Resize(ref pixels, (int)Math.Min(count, pixels.Length * 2L));
            pixels[i] = Scale(cursor.Number("pixel"), largest, cursor.Name);
        }
        return pixels;
    }

    private static byte Scale(int value, int largest, string name)
    {
        if (value > largest)
            Throw.Format($"'{name}' has a pixel of {value}, over its own largest value {largest}.");
        return (byte)(((value * 255) + (largest / 2)) / largest);
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    private ref struct Cursor(ReadOnlySpan<byte> file, string name)
    {
        private readonly ReadOnlySpan<byte> _file = file;

        public string Name { get; } = name;

        public int Position { get; set; }

        public readonly ReadOnlySpan<byte> Rest() => _file[Position..];

        // The position stays on the byte after the last digit.
        public int Number(string what)
        {
            SkipSpaceAndComments();
            int start = Position;
            long value = 0;
            while (Position < _file.Length && _file[Position] is >= (byte)'0' and <= (byte)'9' && value <= int.MaxValue)
                value = (value * 10) + (_file[Position++] - '0');
            bool ended = Position == _file.Length ? what == "pixel" : IsSpace(_file[Position]);
            if (Position == start || value > int.MaxValue || !ended)
                Throw.Format($"'{Name}': expected a number ({what}) and white space after it at byte {start}. The file is corrupt.");
            return (int)value;
        }

        private void SkipSpaceAndComments()
        {
            while (Position < _file.Length)
            {
                if (_file[Position] == '#')
                {
                    while (Position < _file.Length && _file[Position] is not ((byte)'\n' or (byte)'\r'))
                        Position++;
                }
                else if (IsSpace(_file[Position]))
                {
                    Position++;
                }
                else
                {
                    return;
                }
            }
        }
    }
}
