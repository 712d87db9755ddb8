using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Data;

/// <summary>
/// A table in UTF-8, a line a sample (<see cref="CsvReader"/>): features, and the class in the last column or the one that the options name,
/// or targets. A first line in which no column but the last is a number is the heading. Classes are sorted: as numbers where
/// all are whole numbers, else ordinally.
/// </summary>
internal sealed class CsvDataset
{
    private readonly string _text;
    private readonly string _name;
    private readonly DataOptions _options;
    private readonly List<string> _heading = [];
    private readonly CsvColumns _columns;
    private readonly TableColumn[] _features;
    private readonly int _rows;

    private CsvDataset(DataSpec spec, string text, DataOptions options)
    {
        (_text, _name, _options) = (text, $"Data '{spec}'", options);
        CsvReader reader = new(text, _name);
        if (!reader.Read())
            Throw.Data($"{_name}: the table has no samples: each line below the heading is one.");
        int count = reader.Fields.Count;
        if (count < 2)
            Throw.Data($"{_name}, line {reader.Line}: there is one column; a table needs features and the class in the last column.");
        if (IsHeading(reader.Fields))
            _heading.AddRange(reader.Fields.ConvertAll(field => field.ToString()));
        _columns = CsvColumns.Resolve(_name, _heading, count, options);
        SortedSet<string>?[] texts = new SortedSet<string>?[count];
        bool encodesText = options.Text != ColumnEncoding.Number && options.Preparation is not { Columns.Count: > 0 };
        int rows = 0;
        Rows((_, fields) =>
        {
            rows++;
            for (int i = 0; i < _columns.Features.Count && encodesText; i++)
            {
                int place = _columns.Features[i];
                if (texts[place] is null && !IsMissing(fields[place].Span) && !IsNumber(fields[place].Span))
                    texts[place] = new SortedSet<string>(StringComparer.Ordinal);
            }
        });
        if (rows == 0)
            Throw.Data($"{_name}: the table has no samples: each line below the heading is one.");
        _rows = rows;
        if (Array.Exists(texts, t => t is not null))
            Rows((_, fields) => Collect(fields, texts));
        _features = options.Preparation is { Columns.Count: > 0 } known ? [.. known.Columns] : _columns.Encode(texts, options);
    }

    public static Dataset Open(DataSpec spec, DataOptions options) =>
        TableRows.Part(spec, Parse(spec, Encoding.UTF8.GetString(BoundedRead.File(spec.Path)), options), options);

    public static Dataset Parse(DataSpec spec, string text, DataOptions options) => new CsvDataset(spec, text, options).Fill(spec);

    private Dataset Fill(DataSpec spec)
    {
        int length = 0;
        foreach (TableColumn column in _features)
            length += column.Width;
        if ((long)length * _rows * sizeof(float) > Math.Min(_options.MaxBytes, Array.MaxLength))
            Throw.Memory($"{_name}: {_rows} samples of {length} numbers need {(long)length * _rows * sizeof(float)} bytes, over the limit of {_options.MaxBytes}.");
        float[] values = new float[length * _rows], targets = new float[_columns.Targets.Count * _rows];
        string[] labels = new string[_columns.Class < 0 ? 0 : _rows];
        int row = 0;
        List<int> kept = [];
        Rows((line, fields) =>
        {
            bool complete = Features(line, fields, values.AsSpan(row * length, length));
            complete &= Targets(line, fields, targets.AsSpan(row * _columns.Targets.Count, _columns.Targets.Count));
            if (labels.Length > 0)
                complete &= Label(line, fields[_columns.Class].Span, out labels[row]);
            if (complete || _options.Missing != MissingValues.Drop)
                kept.Add(row);
            row++;
        });
        if (kept.Count == 0)
            Throw.Data($"{_name}: every sample misses a value, so that none is left.");
        Dataset all = labels.Length > 0 ? WithClasses(spec, values, labels, kept, length) : WithTargets(spec, values, targets, length);
        return kept.Count == _rows ? all : new DatasetPart(all, [.. kept]);
    }

    private ArrayDataset WithClasses(DataSpec spec, float[] values, string[] labels, List<int> kept, int length)
    {
        List<string> used = kept.ConvertAll(i => labels[i]);
        IReadOnlyList<string> names = _options.ClassNames.Count > 0 ? _options.ClassNames : CsvClasses.Sorted(_name, used);
        int[] places = CsvClasses.Places(_name, labels, names, kept);
        return new ArrayDataset(spec.ToString(), [length], values, places, names) { Source = Source() };
    }

    private ArrayDataset WithTargets(DataSpec spec, float[] values, float[] targets, int length)
    {
        List<string> names = [];
        foreach (int place in _columns.Targets)
            names.Add(_columns.NameOf(place));
        return new ArrayDataset(spec.ToString(), [length], values, targets, names.Count, names) { Source = Source(names) };
    }

    private Preparation Source(IReadOnlyList<string>? targets = null) => new()
    {
        Columns = _features,
        ClassColumn = _columns.Class >= 0 && _heading.Count > 0 ? _heading[_columns.Class] : null,
        TargetColumns = targets ?? [],
    };

    // Calls take with the line and the fields of each sample; ragged rows are refused.
    private void Rows(Action<int, List<ReadOnlyMemory<char>>> take)
    {
        CsvReader reader = new(_text, _name);
        int columns = 0;
        while (reader.Read())
        {
            bool first = columns == 0;
            columns = first ? reader.Fields.Count : columns;
            if (reader.Fields.Count != columns)
                Throw.Data($"{_name}, line {reader.Line}: {reader.Fields.Count} columns, expected {columns} as in the first line. Give every line as many; a field with a comma in it goes between double quotes.");
            if (!first || _heading.Count == 0)
                take(reader.Line, reader.Fields);
        }
    }

    private void Collect(List<ReadOnlyMemory<char>> fields, SortedSet<string>?[] texts)
    {
        foreach (int place in _columns.Features)
        {
            if (texts[place] is { } found && !IsMissing(fields[place].Span))
                found.Add(fields[place].ToString());
        }
    }

    // Whether nothing is missing; what is missing becomes NaN.
    private bool Features(int line, List<ReadOnlyMemory<char>> fields, Span<float> target)
    {
        bool complete = true;
        for (int i = 0; i < _features.Length; i++)
        {
            TableColumn column = _features[i];
            int place = _columns.Features[i];
            ReadOnlySpan<char> field = fields[place].Span;
            if (IsMissing(field))
            {
                if (!_options.FillsMissing && _options.Missing != MissingValues.Drop)
                    Throw.Data($"{_name}, line {line}, {_columns.Describe(place)}: the value '{field}' is missing. Drop such samples (--missing drop) or fill them (--missing mean, --missing median).");
                target[..column.Width].Fill(float.NaN);
                complete = false;
            }
            else if (column.Encoding == ColumnEncoding.Number)
            {
                target[0] = (Number(line, place, field) - _options.Mean) / _options.Deviation;
            }
            else
            {
                Encode(line, place, column, field.ToString(), target[..column.Width]);
            }
            target = target[column.Width..];
        }
        return complete;
    }

    private void Encode(int line, int place, TableColumn column, string text, Span<float> target)
    {
        int category = CsvClasses.PlaceOf(column.Categories, text);
        if (category < 0)
            Throw.Data($"{_name}, line {line}, {_columns.Describe(place)}: '{text}' is none of the texts that the model knows: {CsvClasses.List(column.Categories)}.");
        if (column.Encoding == ColumnEncoding.OneHot)
            target[category] = 1f;
        else
            target[0] = category;
    }

    private bool Targets(int line, List<ReadOnlyMemory<char>> fields, Span<float> target)
    {
        for (int i = 0; i < _columns.Targets.Count; i++)
        {
            int place = _columns.Targets[i];
            if (!IsMissing(fields[place].Span))
                target[i] = Number(line, place, fields[place].Span);
            else if (_options.Missing == MissingValues.Drop)
                return false;
            else
                Throw.Data($"{_name}, line {line}, {_columns.Describe(place)}: the target is missing, and no value can stand in for it. Drop such samples (--missing drop).");
        }
        return true;
    }

    private bool Label(int line, ReadOnlySpan<char> field, out string label)
    {
        label = field.ToString();
        if (IsMissing(field) && _options.Missing == MissingValues.Drop)
            return false;
        bool number = float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float real);
        bool notFinite = field.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase) || (number && !float.IsFinite(real));
        if (field.IsEmpty || notFinite || (number && real != MathF.Floor(real)))
            Throw.Data($"{_name}, line {line}: the class '{field}' in {_columns.Describe(_columns.Class)} must be a name or a whole number. To predict numbers, name the column as a target.");
        return true;
    }

    private float Number(int line, int place, ReadOnlySpan<char> field)
    {
        if (!TryNumber(field, out float value))
            Throw.Data($"{_name}, line {line}, {_columns.Describe(place)}: '{field}' is not a finite number. To take in text, have it encoded (--text onehot or --text label), or ignore the column.");
        return value;
    }

    private static bool TryNumber(ReadOnlySpan<char> field, out float value) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    // Infinities are numbers too, so that they are refused instead of being taken for text.
    private static bool IsNumber(ReadOnlySpan<char> field) => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsMissing(ReadOnlySpan<char> field) => field.Length <= 4
        && (field is "" or "?" || field.Equals("na", StringComparison.OrdinalIgnoreCase) || field.Equals("n/a", StringComparison.OrdinalIgnoreCase)
            || field.Equals("nan", StringComparison.OrdinalIgnoreCase) || field.Equals("null", StringComparison.OrdinalIgnoreCase));

    private static bool IsHeading(List<ReadOnlyMemory<char>> fields)
    {
        for (int i = 0; i < fields.Count - 1; i++)
        {
            if (IsNumber(fields[i].Span))
                return false;
        }
        return true;
    }
}
