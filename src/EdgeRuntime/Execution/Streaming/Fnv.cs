using System;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>The FNV-1a hash of 64 bits (Fowler, Noll, Vo): tells layouts apart and finds damage; no defence against malice.</summary>
internal static class Fnv
{
    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            hash = (hash ^ value) * Prime;
        return hash;
    }

    /// <summary>A text and a mark of its end.</summary>
    public static ulong Add(ulong hash, string text)
    {
        foreach (char letter in text)
            hash = (hash ^ letter) * Prime;
        return hash * Prime;
    }
}
