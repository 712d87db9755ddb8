using System;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace EdgeCli.Report;

/// <summary>
/// HTML or SVG text. What stands in the braces of <c>Add($"...{value}...")</c> is escaped, so that names out of a model or a data set
/// stay text; only another <see cref="Markup"/> goes in as it is.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder text = new();

    /// <summary>Markup that this program wrote itself: never text out of a model, a data set or the command line.</summary>
    public static Markup Raw(string markup)
    {
        Markup piece = new();
        piece.text.Append(markup);
        return piece;
    }

    /// <summary>Adds markup with escaped values.</summary>
    public Markup Add([InterpolatedStringHandlerArgument("")] ref Handler added) => this;

    /// <summary>Adds another piece as it is.</summary>
    public Markup Add(Markup piece)
    {
        text.Append(piece.text);
        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly StringBuilder text;

        public Handler(int literalLength, int formattedCount, Markup target)
        {
            _ = formattedCount;
            text = target.text;
            text.EnsureCapacity(text.Length + literalLength);
        }

        public void AppendLiteral(string markup) => text.Append(markup);

        public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(Markup piece) => text.Append(piece.text);

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
