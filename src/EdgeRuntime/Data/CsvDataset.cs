using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Data;

/// <summary>
/// A table of numbers with the class in the last column: UTF-8, a line a sample, commas, semicolons or tabs (the one found first in
/// the first line), no quotes. A first line in which no feature is a number is the heading. Classes are sorted: as numbers
/// where all are whole numbers, else ordinally.
/// </summary>
internal sealed class CsvDataset : Dataset
{
    private readonly float[] _values;
    private readonly int[] _labels;
    private readonly int _columns;

    private CsvDataset(string name, float[] values, int[] labels, string[] classNames)
    {
        (Name, _values, _labels, ClassNames) = (name, values, labels, classNames);
        _columns = values.Length / labels.Length;
        SampleShape = [_columns];
    }

    public override string Name { get; }

    public override int Count => _labels.Length;

    public override IReadOnlyList<int> SampleShape { get; }

    public override IReadOnlyList<string> ClassNames { get; }

    public override void CopySample(int index, Span<float> target) => _values.AsSpan(index * _columns, _columns).CopyTo(target);

    public override int Label(int index) => _labels[index];

    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        CsvDataset all = Parse(spec, Encoding.UTF8.GetString(BoundedRead.File(spec.Path)), options);
        if (spec.Split is Split.All or null)
            return all;
        int[] chosen = StratifiedSplit.Indices(all._labels, all.ClassNames.Count, spec.Split.Value, options.Seed);
        if (chosen.Length == 0)
            Throw.Data($"Data '{spec}': the classes are too small to split.");
        return new DatasetPart(all, chosen);
    }

    public static CsvDataset Parse(DataSpec spec, string text, DataOptions options)
    {
        List<float> values = [];
        List<string> labels = [];
        int columns = 0, line = 0;
        char separator = ',';
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> row = line == 1 ? raw.TrimStart('\uFEFF').Trim() : raw.Trim();
            if (row.IsEmpty)
                continue;
            if (columns == 0)
            {
                int first = row.IndexOfAny(",;\t");
                separator = first < 0 ? ',' : row[first];
                columns = row.Count(separator) + 1;
                if (columns < 2)
                    Throw.Data($"Data '{spec}', line {line}: there is one column; a table needs numbers and the class in the last column.");
                if (IsHeading(row, separator))
                    continue;
            }
            if (row.Count(separator) + 1 != columns)
                Throw.Data($"Data '{spec}', line {line}: {row.Count(separator) + 1} columns, expected {columns} as in the first line.");
            Row(spec, line, row, separator, options, values, labels);
        }
        if (labels.Count == 0)
            Throw.Data($"Data '{spec}': the table has no samples.");
        string[] names = Names(spec, labels);
        int[] places = new int[labels.Count];
        Dictionary<string, int> placeOf = [];
        for (int i = 0; i < names.Length; i++)
            placeOf[names[i]] = i;
        for (int i = 0; i < places.Length; i++)
            places[i] = placeOf[labels[i]];
        return new CsvDataset(spec.ToString(), [.. values], places, names);
    }

    private static void Row(DataSpec spec, int line, ReadOnlySpan<char> row, char separator, DataOptions options, List<float> values, List<string> labels)
    {
        int end = row.LastIndexOf(separator);
        int column = 0;
        foreach (Range range in row[..end].Split(separator))
        {
            column++;
            ReadOnlySpan<char> field = row[..end][range].Trim();
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
                Throw.Data($"Data '{spec}', line {line}, column {column}: '{field}' is not a finite number.");
            values.Add((value - options.Mean) / options.Deviation);
        }
        ReadOnlySpan<char> label = row[(end + 1)..].Trim();
        bool number = float.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out float real);
        bool notFinite = label.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase) || (number && !float.IsFinite(real));
        if (label.IsEmpty || label.Contains('"') || notFinite || (number && real != MathF.Floor(real)))
            Throw.Data($"Data '{spec}', line {line}: the class '{label}' in the last column must be a name or a whole number.");
        labels.Add(label.ToString());
    }

    private static bool IsHeading(ReadOnlySpan<char> row, char separator)
    {
        int end = row.LastIndexOf(separator);
        foreach (Range range in row[..end].Split(separator))
        {
            if (float.TryParse(row[..end][range], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return false;
        }
        return true;
    }

    private static string[] Names(DataSpec spec, List<string> labels)
    {
        string[] names = [.. new HashSet<string>(labels, StringComparer.Ordinal)];
        bool numbers = Array.TrueForAll(names, name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        Array.Sort(names, numbers
            ? (a, b) => long.Parse(a, CultureInfo.InvariantCulture).CompareTo(long.Parse(b, CultureInfo.InvariantCulture))
            : StringComparer.Ordinal.Compare);
        if (names.Length > 1000 && names.Length > labels.Count / 2)
            Throw.Data($"Data '{spec}': the last column has {names.Length} different values in {labels.Count} lines; it must hold the class.");
        return names;
    }
}
