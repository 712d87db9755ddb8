using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>Which columns of a table are features, which one is the class, which are targets; and which hold text.</summary>
internal sealed class CsvColumns
{
    private const int MostCategories = 1000;

    private readonly string _name;
    private readonly IReadOnlyList<string> _heading;
    private readonly int _count;

    private CsvColumns(string name, IReadOnlyList<string> heading, int count) => (_name, _heading, _count) = (name, heading, count);

    /// <summary>The place of each feature column, in the order of the sample.</summary>
    public required IReadOnlyList<int> Features { get; init; }

    /// <summary>The place of the class column; -1 where there are targets.</summary>
    public required int Class { get; init; }

    /// <summary>The places of the target columns.</summary>
    public required IReadOnlyList<int> Targets { get; init; }

    /// <summary>Resolves the options against a heading.</summary>
    /// <param name="name">What error messages call the table.</param>
    /// <param name="heading">The names; empty where the table has no heading.</param>
    /// <param name="count">How many columns there are.</param>
    /// <param name="options">Which columns are what.</param>
    public static CsvColumns Resolve(string name, IReadOnlyList<string> heading, int count, DataOptions options)
    {
        CsvColumns all = new(name, heading, count) { Features = [], Class = -1, Targets = [] };
        Preparation? known = options.Preparation is { Columns.Count: > 0 } given ? given : null;
        IReadOnlyList<string> targetNames = options.TargetColumns.Count > 0 || options.ClassColumn is not null ? options.TargetColumns : known?.TargetColumns ?? [];
        List<int> targets = [];
        foreach (string target in targetNames)
            targets.Add(all.Place(target));
        if (targets.Count > 0 && options.ClassColumn is not null)
            Throw.Data($"{name}: '{options.ClassColumn}' is to be the class and '{targetNames[0]}' a target; a set has classes or targets, not both.");
        string? className = options.ClassColumn ?? (heading.Count > 0 ? known?.ClassColumn : null);
        int label = targets.Count > 0 ? -1 : className is null ? count - 1 : all.Place(className);
        List<int> features = [];
        if (known is not null && heading.Count > 0 && known.Columns[0].Name.Length > 0)
        {
            foreach (TableColumn column in known.Columns)
                features.Add(all.Place(column.Name));
            foreach (string column in options.IgnoredColumns)
            {
                if (features.Contains(all.Place(column)))
                    Throw.Data($"{name}: the column '{column}' is to be left out, and the model was trained on it: do not ignore it, or train a model without it.");
            }
        }
        else
        {
            List<int> ignored = [];
            foreach (string column in options.IgnoredColumns)
                ignored.Add(all.Place(column));
            for (int i = 0; i < count; i++)
            {
                if (i != label && !targets.Contains(i) && !ignored.Contains(i))
                    features.Add(i);
            }
            if (known is not null && features.Count != known.Columns.Count)
                Throw.Data($"{name}: {features.Count} columns are features, the model was trained on {known.Columns.Count}.");
        }
        if (features.Count == 0)
            Throw.Data($"{name}: no column is left as a feature.");
        return new CsvColumns(name, heading, count) { Features = features, Class = label, Targets = targets };
    }

    /// <summary>How every feature column becomes numbers.</summary>
    /// <param name="texts">The different texts of each column that holds text; null for a column of numbers.</param>
    /// <param name="options">How text is encoded.</param>
    public TableColumn[] Encode(IReadOnlyList<SortedSet<string>?> texts, DataOptions options)
    {
        TableColumn[] columns = new TableColumn[Features.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            string columnName = _heading.Count > 0 ? _heading[Features[i]] : "";
            if (texts[Features[i]] is not { } found)
            {
                columns[i] = new TableColumn(columnName, ColumnEncoding.Number, []);
                continue;
            }
            if (options.Text == ColumnEncoding.OneHot && found.Count > MostCategories)
                Throw.Data($"{_name}, {Describe(Features[i])}: {found.Count} different texts are too many for one-hot encoding (at most {MostCategories}). Ignore the column, or encode text as labels.");
            columns[i] = new TableColumn(columnName, options.Text, [.. found]);
        }
        return columns;
    }

    /// <summary>The name of a column; its number from 1 where there is no heading.</summary>
    public string NameOf(int column) => _heading.Count > 0 ? _heading[column] : (column + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A column in a message.</summary>
    public string Describe(int column) => _heading.Count > 0 ? $"column {column + 1} ('{_heading[column]}')" : $"column {column + 1}";

    private int Place(string column)
    {
        for (int i = 0; i < _heading.Count; i++)
        {
            if (string.Equals(_heading[i], column, StringComparison.Ordinal))
                return i;
        }
        if (!int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1 || number > _count)
            Throw.Data($"{_name}: there is no column '{column}'; {(_heading.Count > 0 ? $"there are {string.Join(", ", _heading)}" : $"the table has no heading, so columns are numbers from 1 to {_count}")}.");
        return number - 1;
    }
}
