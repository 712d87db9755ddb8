using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using EdgeRuntime;

namespace EdgeCli;

/// <summary>Names of classes, a line each: <c>cat</c>, <c>0 cat</c> or <c>0:cat</c>; numbers count from 0 and may come in any order.</summary>
internal static class LabelFile
{
    private const int MostClasses = 1_000_000;

    public static string[] Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ErrorKind.Data, $"Labels '{path}' cannot be read: {e.Message}", e);
        }
    }

    public static string[] Parse(IReadOnlyList<string> lines, string path)
    {
        List<string> plain = [];
        List<(int? Number, string Name)> entries = [];
        foreach (string line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            plain.Add(line.Trim());
            entries.Add(Split(line.Trim()));
        }

        // A list of plain names may hold a few that begin with a number ("3 musketeers"): numbers count only where every line has one.
        if (!entries.TrueForAll(e => e.Number is not null))
            return [.. plain];
        int most = 0;
        foreach ((int? number, _) in entries)
            most = Math.Max(most, number!.Value);
        if (most >= MostClasses)
            throw new EdgeException(ErrorKind.Data, $"Labels '{path}': {most} is no number of a class: at most {MostClasses - 1}.");
        string[] names = new string[entries.Count == 0 ? 0 : most + 1];
        for (int i = 0; i < names.Length; i++)
            names[i] = i.ToString(CultureInfo.InvariantCulture);
        foreach ((int? number, string name) in entries)
            names[number!.Value] = name;
        return names;
    }

    private static (int? Number, string Name) Split(string line)
    {
        int end = line.AsSpan().IndexOfAny(' ', ':', '\t');
        return end > 0 && end < line.Length - 1 && int.TryParse(line.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (number, line[(end + 1)..].Trim())
            : (null, line);
    }
}
