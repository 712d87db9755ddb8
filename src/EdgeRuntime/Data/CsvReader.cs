using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>
/// The records of a text of separated values (RFC 4180): commas, semicolons or tabs, whichever comes first outside quotes; a field may
/// stand in double quotes, then separators and ends of lines belong to it and a doubled quote means one. Blank lines are skipped.
/// </summary>
internal sealed class CsvReader
{
    private const string Separators = ",;\t";

    private readonly string _text;
    private readonly string _name;
    private readonly char _separator;
    private int _position;
    private int _nextLine = 1;

    /// <summary>A reader at the start of the text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="name">What error messages call it.</param>
    public CsvReader(string text, string name)
    {
        (_text, _name) = (text, name);
        _position = text.StartsWith('\uFEFF') ? 1 : 0;
        _separator = FirstSeparator(text);
    }

    /// <summary>The fields of the record that was read last, trimmed where they had no quotes.</summary>
    public List<ReadOnlyMemory<char>> Fields { get; } = [];

    /// <summary>The line, from 1, in which that record starts.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Read()
    {
        while (_position < _text.Length)
        {
            Line = _nextLine;
            Fields.Clear();
            while (Field())
            {
            }
            if (Fields.Count > 1 || Fields[0].Length > 0)
                return true;
        }
        return false;
    }

    // Whether another field of the same record follows.
    private bool Field()
    {
        while (_position < _text.Length && _text[_position] is ' ')
            _position++;
        if (_position < _text.Length && _text[_position] == '"')
        {
            Fields.Add(Quoted());
        }
        else
        {
            int end = _text.AsSpan(_position).IndexOfAny(_separator, '\r', '\n');
            end = end < 0 ? _text.Length : _position + end;
            ReadOnlyMemory<char> field = _text.AsMemory(_position, end - _position).Trim();
            if (field.Span.Contains('"'))
                Throw.Data($"{_name}, line {_nextLine}: a quote stands inside the field '{Short(field)}'. Put the whole field into quotes and double those inside.");
            Fields.Add(field);
            _position = end;
        }
        if (_position < _text.Length && _text[_position] == _separator)
        {
            _position++;
            return true;
        }
        EndLine();
        return false;
    }

    private ReadOnlyMemory<char> Quoted()
    {
        int opened = _nextLine, start = ++_position;
        bool doubled = false;
        while (true)
        {
            int quote = _text.AsSpan(_position).IndexOf('"');
            if (quote < 0)
                Throw.Data($"{_name}, line {opened}: a quote is opened and never closed.");
            _nextLine += _text.AsSpan(_position, quote).Count('\n');
            _position += quote + 1;
            if (_position == _text.Length || _text[_position] != '"')
                break;
            doubled = true;
            _position++;
        }
        ReadOnlyMemory<char> field = _text.AsMemory(start, _position - 1 - start);
        while (_position < _text.Length && _text[_position] is ' ')
            _position++;
        if (_position < _text.Length && _text[_position] != _separator && _text[_position] is not ('\r' or '\n'))
            Throw.Data($"{_name}, line {_nextLine}: '{_text[_position]}' follows a closing quote, where '{_separator}' or the end of the line is expected.");
        return doubled ? field.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory() : field;
    }

    private void EndLine()
    {
        if (_position < _text.Length && _text[_position] == '\r')
            _position++;
        if (_position < _text.Length && _text[_position] == '\n')
            _position++;
        _nextLine++;
    }

    private static char FirstSeparator(string text)
    {
        bool quoted = false;
        foreach (char c in text)
        {
            quoted ^= c == '"';
            if (!quoted && Separators.Contains(c, StringComparison.Ordinal))
                return c;
        }
        return ',';
    }

    internal static string Short(ReadOnlyMemory<char> field) => field.Length <= 40 ? field.ToString() : $"{field[..40]}...";
}
