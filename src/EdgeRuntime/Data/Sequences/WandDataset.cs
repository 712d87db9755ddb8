using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace EdgeRuntime.Data.Sequences;

/// <summary>
/// <c>wand:PATH</c>: a folder or zip archive with a table a class, named after it: a line a step of acceleration and rotation, 119 lines a
/// gesture, gestures one after another (the layout of TinyML's magic wand recordings). A first line without a number is the heading.
/// </summary>
internal static class WandDataset
{
    private const int Steps = 119;

    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        using FileTree files = FileTree.Open(spec.Path, $"Data '{spec}'");
        return TableRows.Part(spec, Load(spec, files, options), options);
    }

    public static SequenceDataset Load(DataSpec spec, FileTree files, DataOptions options)
    {
        SequenceBuilder? builder = null;
        int columns = 0;
        foreach (string name in files.Names)
        {
            if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                continue;
            string what = files.NameOf(name);
            float[] steps = Rows(Encoding.UTF8.GetString(files.Read(name)), what, ref columns);
            int length = Steps * columns;
            if (steps.Length == 0 || steps.Length % length != 0)
                Throw.Data($"{what} has {steps.Length / columns} lines; each gesture has {Steps}, so there must be a multiple of them.");
            builder ??= new SequenceBuilder(spec, columns, options);
            for (int start = 0; start < steps.Length; start += length)
                builder.Add(steps.AsSpan(start, length), Path.GetFileNameWithoutExtension(name), group: null, $"{what}, gesture {start / length}");
        }
        if (builder is null)
            Throw.Data($"Data '{spec}': there is no .csv file; one a class is expected.");
        return builder!.Build();
    }

    // The number of columns is found in the first file and holds for all.
    private static float[] Rows(string text, string what, ref int columns)
    {
        CsvReader reader = new(text, what);
        List<float> values = [];
        bool isFirst = true;
        while (reader.Read())
        {
            bool isHeading = isFirst && !reader.Fields.Exists(field => IsNumber(field.Span, out _));
            isFirst = false;
            columns = columns == 0 ? reader.Fields.Count : columns;
            if (reader.Fields.Count != columns)
                Throw.Data($"{what}, line {reader.Line}: {reader.Fields.Count} columns, expected {columns} as in the first line: give every line as many.");
            if (isHeading)
                continue;
            foreach (ReadOnlyMemory<char> field in reader.Fields)
            {
                if (!IsNumber(field.Span, out float value) && !(field.Length == 0 || field.Span is "?"))
                    Throw.Data($"{what}, line {reader.Line}: '{CsvReader.Short(field)}' is not a number.");
                values.Add(IsNumber(field.Span, out value) ? value : float.NaN);
            }
        }
        if (columns == 0)
            Throw.Data($"{what} is empty.");
        return [.. values];
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out float value) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
