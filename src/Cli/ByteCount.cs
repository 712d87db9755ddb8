using System;
using System.Globalization;

namespace EdgeCli;

/// <summary>Sizes on the command line: 65536, 64KiB, 2MiB, 1GiB.</summary>
internal static class ByteCount
{
    public static long Parse(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string number = digits < 0 ? text : text[..digits];
        int shift = (digits < 0 ? "" : text[digits..].Trim().ToLowerInvariant()) switch
        {
            "" or "b" => 0,
            "k" or "kib" => 10,
            "m" or "mib" => 20,
            "g" or "gib" => 30,
            _ => -1,
        };
        if (shift < 0 || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > long.MaxValue >> shift)
            throw new UsageException($"'{text}' is not a size: write 262144, 256KiB or 1MiB.");
        return count << shift;
    }
}
