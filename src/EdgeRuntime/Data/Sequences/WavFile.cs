using System;
using System.Buffers.Binary;
using System.Text;

namespace EdgeRuntime.Data.Sequences;

/// <summary>
/// RIFF WAVE files: PCM of 8 (unsigned), 16, 24 and 32 bits and float of 32, plain or as WAVE_FORMAT_EXTENSIBLE, little-endian. Several channels
/// become their mean. The size in the RIFF header is not looked at: programs that write to a pipe leave it wrong.
/// </summary>
internal static class WavFile
{
    private const int Pcm = 1, Float = 3, Extensible = 0xFFFE, MostChannels = 64, LeastRate = 100, MostRate = 1_000_000;

    // The last 14 bytes of the sub-format's GUID; the first two are the plain format's number.
    private static ReadOnlySpan<byte> FormatFamily => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Decodes a whole file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="what">What messages call it.</param>
    /// <exception cref="EdgeException">Kind Format: it is corrupt or cut off; Unsupported: another coding; Data: a sample is not finite.</exception>
    public static WavSound Decode(ReadOnlySpan<byte> file, string what)
    {
        if (Find(file, file.Length, what) is not { } sound)
        {
            Throw.Format($"{what} has no sound in it (no part 'data'). The file is cut off or corrupt.");
            return default;
        }

        return new WavSound(Mix(file.Slice(sound.Start, (int)sound.Size), sound.Layout, what), sound.Layout.Rate);
    }

    /// <summary>How many samples a file has and at which rate, by its beginning alone; null where its sound starts further on.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <param name="length">How many it has.</param>
    /// <param name="what">What messages call it.</param>
    public static (long Samples, int Rate)? Describe(ReadOnlySpan<byte> head, long length, string what) =>
        Find(head, length, what) is { } sound ? (sound.Size / (sound.Layout.Channels * sound.Layout.Bytes), sound.Layout.Rate) : null;

    private static (int Start, long Size, Layout Layout)? Find(ReadOnlySpan<byte> file, long length, string what)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            NotWave(file, what);
        Layout layout = default;
        long at = 12;
        while (at + 8 <= file.Length)
        {
            ReadOnlySpan<byte> name = file.Slice((int)at, 4);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(file[((int)at + 4)..]);
            at += 8;
            bool isData = name.SequenceEqual("data"u8);
            if (size > length - at)
                Throw.Format($"{what}: its part '{Printable(name)}' claims {size} bytes, only {length - at} are left. The file is cut off or corrupt.");
            if (isData && layout.Channels == 0)
                Throw.Format($"{what}: its sound comes before the description of its format (fmt). The file is corrupt.");
            if (isData)
                return ((int)at, size, layout);
            if (name.SequenceEqual("fmt "u8))
            {
                if (at + size > file.Length)
                    return null;
                layout = Layout.Read(file.Slice((int)at, (int)size), what);
            }

            at += size + (size & 1); // parts begin at even places
        }

        return null;
    }

    private static void NotWave(ReadOnlySpan<byte> file, string what)
    {
        if (file.StartsWith("RF64"u8) || file.StartsWith("RIFX"u8))
            Throw.Unsupported($"{what} is {Printable(file[..4])}; Edge reads RIFF WAVE. Save it anew.");
        if (file.Length == 0)
            Throw.Format($"{what} is empty: 0 bytes, expected a WAV file. Record or copy it anew.");
        Throw.Format($"{what} is not a WAV file: it begins with {Convert.ToHexString(file[..Math.Min(12, file.Length)])}, expected RIFF, a size and WAVE.");
    }

    private static float[] Mix(ReadOnlySpan<byte> content, Layout layout, string what)
    {
        int frame = layout.Channels * layout.Bytes;
        if (content.Length == 0)
            Throw.Data($"{what} is a sound of length 0: leave it out.");
        if (content.Length % frame != 0)
            Throw.Format($"{what}: {content.Length} bytes of sound are no whole samples of {layout.Channels} channel(s) of {layout.Bytes} bytes. The file is cut off or corrupt.");
        float[] mono = new float[content.Length / frame];
        for (int i = 0; i < mono.Length; i++)
        {
            float sum = 0;
            for (int c = 0; c < layout.Channels; c++)
                sum += Sample(content[((i * frame) + (c * layout.Bytes))..], layout);
            mono[i] = sum / layout.Channels;
            if (!float.IsFinite(mono[i]))
                Throw.Data($"{what}: sample {i} is not a finite number.");
        }
        return mono;
    }

    private static float Sample(ReadOnlySpan<byte> bytes, Layout layout) => (layout.IsFloat, layout.Bytes) switch
    {
        (true, _) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (_, 1) => (bytes[0] - 128) / 128f,
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (_, 3) => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
    };

    private static string Printable(ReadOnlySpan<byte> name)
    {
        StringBuilder text = new();
        foreach (byte b in name)
            text.Append(b is >= 0x20 and < 0x7F ? (char)b : '?');
        return text.ToString();
    }

    private readonly record struct Layout(int Channels, int Rate, int Bytes, bool IsFloat)
    {
        public static Layout Read(ReadOnlySpan<byte> fmt, string what)
        {
            if (fmt.Length < 16)
                Throw.Format($"{what}: the description of its format has {fmt.Length} bytes, expected 16 or more. The file is corrupt.");
            int format = BinaryPrimitives.ReadUInt16LittleEndian(fmt), channels = BinaryPrimitives.ReadUInt16LittleEndian(fmt[2..]);
            long rate = BinaryPrimitives.ReadUInt32LittleEndian(fmt[4..]);
            int frame = BinaryPrimitives.ReadUInt16LittleEndian(fmt[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(fmt[14..]);
            if (format == Extensible)
            {
                if (fmt.Length < 40 || !fmt[26..].StartsWith(FormatFamily))
                    Throw.Unsupported($"{what}: its extensible format is none that Edge knows; save it as 16-bit PCM.");
                format = BinaryPrimitives.ReadUInt16LittleEndian(fmt[24..]);
            }
            if (!(format == Pcm && bits is (8 or 16 or 24 or 32)) && !(format == Float && bits == 32))
                Throw.Unsupported($"{what} has format {format} with {bits} bits a sample; Edge reads PCM of 8, 16, 24 or 32 bits (format 1) and float of 32 (format 3).");
            if (channels is 0 or > MostChannels || rate is < LeastRate or > MostRate || frame != channels * bits / 8)
                Throw.Format($"{what} claims {channels} channel(s) of {bits} bits in {frame} bytes, {rate} times a second; expected 1 to {MostChannels} channels, as many bytes as they take, and {LeastRate} to {MostRate} Hz. The header is corrupt.");
            return new Layout(channels, (int)rate, bits / 8, format == Float);
        }
    }
}
