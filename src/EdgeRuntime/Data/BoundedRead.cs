using System;
using System.IO;

namespace EdgeRuntime.Data;

/// <summary>Reads whose memory follows the bytes that are really there, never a number that a header claims.</summary>
internal static class BoundedRead
{
    // Deflate's longest match is 258 bytes for at least 2 bits, so no stream grows by more than 1032 to 1 (zlib's technical notes).
    public const long DeflateRatio = 1032;

    private const int FirstStep = 1 << 20;
    private const long LargestFile = 1L << 30;

    public static byte[] File(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (stream.Length > LargestFile)
                Throw.Data($"'{path}' has {stream.Length} bytes; Edge reads at most {LargestFile} at once.");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Throw.Data($"'{path}' cannot be read: {error.Message}", error);
            return [];
        }
    }

    /// <summary>Exactly <paramref name="claimed"/> bytes and then the end of the stream, or an error of kind Format.</summary>
    public static byte[] Exactly(Stream stream, long claimed, string what)
    {
        byte[] bytes = new byte[Math.Min(claimed, FirstStep)];
        int filled = 0;
        while (filled < claimed)
        {
            if (filled == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(claimed, bytes.Length * 2L));
            int count = Some(stream, bytes.AsSpan(filled), what);
            if (count == 0)
                Throw.Format($"{what}: its header promises {claimed} bytes of data, but only {filled} are there. The file is truncated or corrupt.");
            filled += count;
        }
        End(stream, what);
        return bytes;
    }

    /// <summary>All that is left of a stream; more than <paramref name="limit"/> bytes are an error of kind Format.</summary>
    public static byte[] UpTo(Stream stream, long limit, string what)
    {
        byte[] bytes = new byte[Math.Min(limit, FirstStep)];
        int filled = 0;
        for (int count = -1; count != 0; filled += count)
        {
            if (filled == bytes.Length && filled < limit)
                Array.Resize(ref bytes, (int)Math.Min(Math.Min(limit, Array.MaxLength), bytes.Length * 2L));
            if (filled == bytes.Length)
            {
                End(stream, what);
                break;
            }
            count = Some(stream, bytes.AsSpan(filled), what);
        }
        return bytes[..filled];
    }

    public static void Fill(Stream stream, Span<byte> target, string what)
    {
        while (target.Length > 0)
        {
            int count = Some(stream, target, what);
            if (count == 0)
                Throw.Format($"{what}: the data end before the header's size is reached. The file is truncated or corrupt.");
            target = target[count..];
        }
    }

    public static void End(Stream stream, string what)
    {
        Span<byte> one = stackalloc byte[1];
        if (Some(stream, one, what) != 0)
            Throw.Format($"{what}: there are more data than its header promises. The file is corrupt.");
    }

    private static int Some(Stream stream, Span<byte> target, string what)
    {
        try
        {
            return stream.Read(target);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            Throw.Format($"{what}: the compressed data are corrupt ({error.Message})", error);
            return 0;
        }
    }
}
