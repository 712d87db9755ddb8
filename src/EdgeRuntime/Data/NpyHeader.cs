using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>The header of a .npy file: a Python dictionary with exactly the keys descr, fortran_order and shape.</summary>
internal ref struct NpyHeader
{
    public const string Types = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";

    public const int MostAxes = 32;

    private readonly string _name;
    private ReadOnlySpan<char> _rest;

    private NpyHeader(string text, string name)
    {
        _rest = text;
        _name = name;
    }

    public static bool IsType(string type) => type is { Length: 2 } && Types.Contains(type, StringComparison.Ordinal) && type[0] != ' ' && type[1] != ' ';

    public static int ElementBytes(string type) => type[1] - '0';

    /// <summary>The bytes of all elements; -1 where an axis is negative or the product is over 2 GiB.</summary>
    public static long DataBytes(string type, int[] shape)
    {
        if (Array.IndexOf(shape, 0) >= 0)
            return 0;
        long length = ElementBytes(type);
        foreach (int axis in shape)
        {
            length *= axis;
            if (length is < 0 or > int.MaxValue)
                return -1;
        }
        return length;
    }

    public static (string Type, int[] Shape) Parse(string text, string name) => new NpyHeader(text, name).Dictionary();

    private (string Type, int[] Shape) Dictionary()
    {
        string? type = null;
        int[]? shape = null;
        bool order = false;
        Expect('{');
        while (!Accept('}'))
        {
            string key = Quoted();
            Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = ElementType(Quoted());
                    break;
                case "fortran_order" when !order:
                    order = true;
                    if (Accept("True"))
                        Throw.Unsupported($"'{_name}' is in Fortran order. Save it with numpy.ascontiguousarray.");
                    Expect("False");
                    break;
                case "shape" when shape is null:
                    shape = Tuple();
                    break;
                default:
                    Throw.Format($"'{_name}': the .npy header has the key '{key}', which it must not have (or not twice).");
                    break;
            }
            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }
        if (type is null || shape is null || !order || !_rest.IsWhiteSpace())
            Throw.Format($"'{_name}': the .npy header needs exactly descr, fortran_order and shape. The file is corrupt.");
        return (type, shape);
    }

    private readonly string ElementType(string descr)
    {
        if (descr.Length == 3 && descr[0] is '<' or '|' or '=' && IsType(descr[1..]))
            return descr[1..];
        Throw.Unsupported($"'{_name}' holds elements '{descr}'; Edge reads little-endian {Types}. Convert it with numpy's astype.");
        return "";
    }

    private int[] Tuple()
    {
        List<int> axes = [];
        Expect('(');
        while (!Accept(')'))
        {
            axes.Add(Number());
            if (axes.Count > MostAxes)
                Throw.Format($"'{_name}': the .npy shape has more than {MostAxes} axes. The file is corrupt.");
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }
        return [.. axes];
    }

    private int Number()
    {
        SkipSpace();
        int digits = 0;
        while (digits < _rest.Length && char.IsAsciiDigit(_rest[digits]))
            digits++;
        if (!int.TryParse(_rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            Throw.Format($"'{_name}': the .npy shape has an axis that is not a number from 0 to {int.MaxValue}. The file is corrupt.");
        _rest = _rest[digits..];
        return value;
    }

    private string Quoted()
    {
        Expect('\'');
        int end = _rest.IndexOf('\'');
        if (end < 0)
            Throw.Format($"'{_name}': the .npy header has a quote that does not close. The file is corrupt.");
        string text = _rest[..end].ToString();
        _rest = _rest[(end + 1)..];
        return text;
    }

    private void Expect(char wanted) => Expect([wanted]);

    private void Expect(scoped ReadOnlySpan<char> wanted)
    {
        if (!Accept(wanted))
            Throw.Format($"'{_name}': the .npy header lacks '{wanted}' where it is expected. The file is corrupt.");
    }

    private bool Accept(char wanted) => Accept([wanted]);

    private bool Accept(scoped ReadOnlySpan<char> wanted)
    {
        SkipSpace();
        if (!_rest.StartsWith(wanted, StringComparison.Ordinal))
            return false;
        _rest = _rest[wanted.Length..];
        return true;
    }

    private void SkipSpace() => _rest = _rest.TrimStart(" \n\t");
}
