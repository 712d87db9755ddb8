using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences;

/// <summary>
/// The text of a time series file of the UEA and UCR archives (<c>.ts</c>, as sktime describes it): lines of comments with <c>#</c>, a header of
/// <c>@</c> lines, then a line a sample: dimensions with <c>:</c> between them, their values with commas, <c>?</c> for a missing one; the class, or the
/// target of a regression, is the last field. Samples may differ in length.
/// </summary>
internal sealed class TsFile
{
    private readonly string _name;
    private readonly DataSpec _spec;
    private readonly DataOptions _options;
    private readonly List<string> _classes = [];
    private bool _hasTargets;
    private bool _isClassified;
    private int _dimensions;
    private int _seriesLength;
    private bool _differ;
    private SequenceBuilder? _builder;
    private float[] _steps = [];

    private TsFile(DataSpec spec, string name, DataOptions options) => (_spec, _name, _options) = (spec, name, options);

    /// <summary>Reads a whole file.</summary>
    /// <param name="spec">What the set is called.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="options">Missing numbers and limits.</param>
    /// <exception cref="EdgeException">Kind Format or Data: what is wrong, with the line.</exception>
    public static SequenceDataset Parse(DataSpec spec, string text, string name, DataOptions options) => new TsFile(spec, $"'{name}'", options).Read(text);

    private SequenceDataset Read(string text)
    {
        bool inData = false;
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = raw.Trim().TrimStart('\uFEFF');
            if (content.IsEmpty || content[0] == '#')
                continue;
            if (inData)
                Sample(content, line);
            else if (content.Equals("@data", StringComparison.OrdinalIgnoreCase))
                inData = true;
            else if (content[0] == '@')
                Header(content.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), line);
            else
                Throw.Format($"{_name}, line {line}: '{Short(content)}' stands before @data and is neither a comment (#) nor a header line (@).");
        }
        if (_builder is null)
            Throw.Format($"{_name}: there is no sample behind a line @data.");
        return _builder!.Build(_hasTargets ? null : _classes);
    }

    private void Header(string[] words, int line)
    {
        string value = words.Length > 1 ? words[1] : "";
        switch (words[0].ToUpperInvariant())
        {
            case "@TIMESTAMPS" when IsTrue(value):
                Throw.Unsupported($"{_name}, line {line}: values with time stamps are not read; resample them to even steps.");
                break;
            case "@DIMENSIONS" or "@DIMENSION":
                _dimensions = Count(words[0], value, line);
                break;
            case "@UNIVARIATE" when IsTrue(value):
                _dimensions = 1;
                break;
            case "@EQUALLENGTH":
                _differ = value.Equals("false", StringComparison.OrdinalIgnoreCase);
                break;
            case "@SERIESLENGTH":
                _seriesLength = Count(words[0], value, line);
                break;
            case "@CLASSLABEL":
                (_isClassified, _hasTargets) = (IsTrue(value), false);
                _classes.AddRange(words.AsSpan(Math.Min(2, words.Length)));
                if (_isClassified && (_classes.Count == 0 || new HashSet<string>(_classes).Count != _classes.Count))
                    Throw.Format($"{_name}, line {line}: @classLabel true must be followed by the names of the classes, each once.");
                break;
            case "@TARGETLABEL":
                _hasTargets = IsTrue(value);
                break;
        }
    }

    private void Sample(ReadOnlySpan<char> content, int line)
    {
        if (!_isClassified && !_hasTargets)
            Throw.Data($"{_name}: the header has neither '@classLabel true ...' nor '@targetLabel true'; samples need a class or a target.");
        int last = content.LastIndexOf(':');
        if (last < 0)
            Throw.Format($"{_name}, line {line}: there is no ':' before a class.");
        ReadOnlySpan<char> series = content[..last], label = content[(last + 1)..].Trim();
        int dimensions = series.Count(':') + 1, length = FirstOf(series, ':').Count(',') + 1;
        _dimensions = _dimensions == 0 ? dimensions : _dimensions;
        if (dimensions != _dimensions)
            Throw.Format($"{_name}, line {line}: {dimensions} dimensions, expected {_dimensions}.");
        if (_seriesLength > 0 && !_differ && length != _seriesLength)
            Throw.Format($"{_name}, line {line}: {length} steps, @seriesLength promises {_seriesLength}.");
        if (series.Count(',') + dimensions != dimensions * (long)length)
            Throw.Data($"{_name}, line {line}: {series.Count(',') + dimensions} values in {dimensions} dimensions, the first of which has {length}; all dimensions of a sample need as many.");
        if (_steps.Length < dimensions * length)
            _steps = new float[dimensions * length];
        int dimension = 0;
        foreach (Range range in series.Split(':'))
            Dimension(series[range].Trim(), dimension++, length, line);
        _builder ??= new SequenceBuilder(_spec, dimensions, _options);
        string what = $"{_name}, line {line}";
        ReadOnlySpan<float> steps = _steps.AsSpan(0, dimensions * length);
        if (_hasTargets)
            _builder.Add(steps, Number(label, line), what);
        else if (_classes.Contains(label.ToString()))
            _builder.Add(steps, label.ToString(), group: null, what);
        else
            Throw.Format($"{_name}, line {line}: the class '{Short(label)}' is none of the header's: {CsvClasses.List(_classes)}.");
    }

    private void Dimension(ReadOnlySpan<char> values, int dimension, int length, int line)
    {
        int step = 0;
        if (values.IsEmpty)
            Throw.Data($"{_name}, line {line}: dimension {dimension} is a sequence of length 0: leave the sample out.");
        foreach (Range range in values.Split(','))
        {
            if (step == length)
                break;
            ReadOnlySpan<char> value = values[range].Trim();
            _steps[(step++ * _dimensions) + dimension] = value is "?" || value.Equals("nan", StringComparison.OrdinalIgnoreCase) ? float.NaN : Number(value, line);
        }
        if (step != length || values.Count(',') + 1 != length)
            Throw.Data($"{_name}, line {line}: dimension {dimension} has {values.Count(',') + 1} steps, dimension 0 has {length}; all dimensions of a sample need as many.");
    }

    private float Number(ReadOnlySpan<char> text, int line)
    {
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
            Throw.Data($"{_name}, line {line}: '{Short(text)}' is not a finite number (a missing one is '?').");
        return value;
    }

    private int Count(string what, string value, int line)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            Throw.Format($"{_name}, line {line}: {what} is '{Short(value)}', expected a number from 1 up.");
        return count;
    }

    private static ReadOnlySpan<char> FirstOf(ReadOnlySpan<char> text, char separator)
    {
        int end = text.IndexOf(separator);
        return end < 0 ? text : text[..end];
    }

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
