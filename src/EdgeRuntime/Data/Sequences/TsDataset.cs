using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace EdgeRuntime.Data.Sequences;

/// <summary>
/// <c>ts:FILE</c>, packed with gzip or not. Of a file <c>X_TRAIN.ts</c> beside which <c>X_TEST.ts</c> lies, that one is the part to test with, as
/// the archives have it; else a part is a random share of each class.
/// </summary>
internal static class TsDataset
{
    private const string Train = "_TRAIN.ts", Test = "_TEST.ts";

    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        if (TestFile(spec.Path) is not { } test)
            return TableRows.Part(spec, Load(spec, spec.Path, options), options);
        return spec.Split switch
        {
            Split.Test => Load(spec, test, options),
            Split.Validation => TableRows.Part(spec, Load(spec, spec.Path, options), options with { TestShare = 0 }),
            Split.Train when options.ValidationShare is not null => TableRows.Part(spec, Load(spec, spec.Path, options), options with { TestShare = 0 }),
            _ => Load(spec, spec.Path, options),
        };
    }

    /// <summary>The file of the part to test with; null where there is none.</summary>
    public static string? TestFile(string path)
    {
        int at = path.LastIndexOf(Train, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        string stem = path[..at];
        foreach (string ending in (ReadOnlySpan<string>)["", ".gz"])
        {
            if (File.Exists(stem + Test + ending))
                return stem + Test + ending;
        }
        return null;
    }

    /// <summary>The text in a file's bytes, unpacked where they begin as gzip does.</summary>
    public static string Text(byte[] file, string name, DataOptions options)
    {
        if (!file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Encoding.UTF8.GetString(file);
        using MemoryStream packed = new(file, writable: false);
        using GZipStream stream = new(packed, CompressionMode.Decompress);
        return Encoding.UTF8.GetString(BoundedRead.UpTo(stream, Math.Min(options.MaxBytes, file.Length * BoundedRead.DeflateRatio), $"'{name}'"));
    }

    private static SequenceDataset Load(DataSpec spec, string path, DataOptions options) => TsFile.Parse(spec, Text(BoundedRead.File(path), path, options), path, options);
}
