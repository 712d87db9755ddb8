using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Tests.Data.Sequences;

/// <summary>WAV files and zip archives for tests.</summary>
internal static class WavBytes
{
    /// <summary>A file of the given sound bytes.</summary>
    public static byte[] Of(byte[] sound, int format = 1, int channels = 1, int rate = 8000, int bits = 16, bool extensible = false)
    {
        byte[] fmt = new byte[extensible ? 40 : 16];
        BinaryPrimitives.WriteUInt16LittleEndian(fmt, (ushort)(extensible ? 0xFFFE : format));
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(14), (ushort)bits);
        if (extensible)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(16), 22);
            BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(18), (ushort)bits);
            BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(24), (ushort)format);
            byte[] family = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
            family.CopyTo(fmt, 26);
        }
        byte[] parts = [.. Chunk("LIST", [1, 2, 3]), .. Chunk("fmt ", fmt), .. Chunk("data", sound)];
        return [.. "RIFF"u8, .. Size(parts.Length + 4), .. "WAVE"u8, .. parts];
    }

    /// <summary>A file of 16-bit samples.</summary>
    public static byte[] OfSamples(ReadOnlySpan<short> samples, int rate = 8000)
    {
        byte[] sound = new byte[samples.Length * 2];
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(i * 2), samples[i]);
        return Of(sound, rate: rate);
    }

    /// <summary>An archive of these files.</summary>
    public static byte[] Zip(params ReadOnlySpan<(string Name, byte[] Content)> files)
    {
        using MemoryStream target = new();
        using (ZipArchive zip = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return target.ToArray();
    }

    private static byte[] Chunk(string name, byte[] content) =>
        [.. System.Text.Encoding.ASCII.GetBytes(name), .. Size(content.Length), .. content, .. new byte[content.Length & 1]];

    private static byte[] Size(int size)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, size);
        return bytes;
    }
}
