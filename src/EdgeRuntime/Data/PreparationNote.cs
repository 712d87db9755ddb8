using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeRuntime.Data.Signals;

namespace EdgeRuntime.Data;

/// <summary>
/// A preparation as text: <c>{"columns":[{"name":"w"},{"name":"colour","onehot":["green","red"]}],"class":"kind","targets":[],"fill":[..],"subtract":[..],"divide":[..]}</c>.
/// What is empty is left out.
/// </summary>
internal static class PreparationNote
{
    private static readonly JsonWriterOptions s_style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Preparation preparation)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_style))
        {
            json.WriteStartObject();
            if (preparation.Columns.Count > 0)
                WriteColumns(json, preparation.Columns);
            if (preparation.ClassColumn is { } name)
                json.WriteString("class", name);
            WriteTexts(json, "targets", preparation.TargetColumns);
            if (preparation.IsSequence)
                json.WriteBoolean("sequence", true);
            if (preparation.SoundRate > 0)
                json.WriteNumber("rate", preparation.SoundRate);
            WriteNumbers(json, "fill", preparation.Fills);
            WriteNumbers(json, "subtract", preparation.Subtracted);
            WriteNumbers(json, "divide", preparation.Divisors);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a note.</summary>
    /// <exception cref="EdgeException">Kind Format: it is not one, or its parts do not fit together.</exception>
    /// <param name="text">The note.</param>
    /// <param name="sound">The note of its own that says how sounds become samples; null for none.</param>
    public static Preparation Read(string text, LogMelOptions? sound = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            Preparation read = new()
            {
                Columns = Columns(root),
                ClassColumn = root.TryGetProperty("class", out JsonElement name) ? Text(name) : null,
                TargetColumns = Texts(root, "targets"),
                IsSequence = root.TryGetProperty("sequence", out JsonElement sequence) && sequence.GetBoolean(),
                SoundRate = root.TryGetProperty("rate", out JsonElement rate) ? rate.GetInt32() : 0,
                Sound = sound,
                Fills = Numbers(root, "fill"),
                Subtracted = Numbers(root, "subtract"),
                Divisors = Numbers(root, "divide"),
            };
            Check(read);
            return read;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            Throw.Format($"The model's note of how its samples are prepared cannot be read: {error.Message}", error);
            return null!;
        }
    }

    private static void Check(Preparation read)
    {
        if (read.SoundRate < 0 || (read.Sound is { } frontEnd && frontEnd.SampleRate != read.SoundRate))
            throw new FormatException($"sounds at {read.SoundRate} Hz do not fit the frames that they become.");
        int features = 0;
        foreach (TableColumn column in read.Columns)
        {
            features += column.Width;
            if (column.Encoding != ColumnEncoding.Number && column.Categories.Count == 0)
                throw new FormatException($"column '{column.Name}' has no texts.");
            for (int i = 1; i < column.Categories.Count; i++)
            {
                if (string.CompareOrdinal(column.Categories[i - 1], column.Categories[i]) >= 0)
                    throw new FormatException($"the texts of column '{column.Name}' are not sorted.");
            }
        }
        int fitted = Math.Max(read.Fills.Count, read.Divisors.Count);
        if (read.Subtracted.Count != read.Divisors.Count || (read.Fills.Count > 0 && read.Fills.Count != fitted) || (read.Divisors.Count > 0 && read.Divisors.Count != fitted) || (features > 0 && fitted > 0 && features != fitted))
            throw new FormatException($"{features} features of columns, {read.Fills.Count} fills, {read.Subtracted.Count} to subtract, {read.Divisors.Count} divisors do not fit together.");
        foreach (float divisor in read.Divisors)
        {
            if (divisor == 0)
                throw new FormatException("a divisor is 0.");
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<TableColumn> columns)
    {
        json.WriteStartArray("columns");
        foreach (TableColumn column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            if (column.Encoding != ColumnEncoding.Number)
                WriteTexts(json, column.Encoding == ColumnEncoding.OneHot ? "onehot" : "label", column.Categories);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<float> numbers)
    {
        if (numbers.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (float number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static List<TableColumn> Columns(JsonElement root)
    {
        List<TableColumn> columns = [];
        if (!root.TryGetProperty("columns", out JsonElement list))
            return columns;
        foreach (JsonElement column in list.EnumerateArray())
        {
            List<string> oneHot = Texts(column, "onehot"), label = Texts(column, "label");
            ColumnEncoding encoding = column.TryGetProperty("onehot", out _) ? ColumnEncoding.OneHot : column.TryGetProperty("label", out _) ? ColumnEncoding.Label : ColumnEncoding.Number;
            columns.Add(new TableColumn(column.TryGetProperty("name", out JsonElement name) ? Text(name) : "", encoding, encoding == ColumnEncoding.OneHot ? oneHot : label));
        }
        return columns;
    }

    private static List<string> Texts(JsonElement parent, string name)
    {
        List<string> texts = [];
        if (parent.TryGetProperty(name, out JsonElement list))
        {
            foreach (JsonElement text in list.EnumerateArray())
                texts.Add(Text(text));
        }
        return texts;
    }

    private static List<float> Numbers(JsonElement parent, string name)
    {
        List<float> numbers = [];
        if (parent.TryGetProperty(name, out JsonElement list))
        {
            foreach (JsonElement number in list.EnumerateArray())
            {
                numbers.Add(number.GetSingle());
                if (!float.IsFinite(numbers[^1]))
                    throw new FormatException($"'{name}' holds a number that is not finite.");
            }
        }
        return numbers;
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a name is null.");
}
